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
  let ended = false
  const read = async () => {
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) text += part.value
  }
  void read()
    .catch(() => undefined)
    .finally(() => {
      ended = true
    })
  return { status: answer.status, text: () => text, isEnded: () => ended, close: () => abort.abort() }
}
