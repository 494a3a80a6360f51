import type { ServerProcess } from './server-process'

export type EventStream = {
  status: number
  /** Everything that arrived. */
  text: () => string
  isEnded: () => boolean
  close: () => void
}

/** Opens an event stream as a page does, and keeps what it says. */
export async function openStream(server: ServerProcess, path: string, cookie = ''): Promise<EventStream> {
  const abort = new AbortController()
  const answer = await fetch(server.url + path, { headers: { cookie }, signal: abort.signal })
  let text = ''
  let ended = answer.body === null
  const read = async () => {
    const decoder = new TextDecoder()
    const reader = answer.body?.getReader()
    for (let part = await reader?.read(); part?.value; part = await reader?.read())
      text += decoder.decode(part.value, { stream: true })
  }
  void read()
    .catch(() => undefined)
    .finally(() => {
      ended = true
    })
  return { status: answer.status, text: () => text, isEnded: () => ended, close: () => abort.abort() }
}
