import { connectClient, isGreeted, type CollaborationClient } from '../collaboration-client'

/** What one client process does; sent to it first. */
export type SoakPeople = {
  url: string
  /** Cookies of those who read, each somebody else's. */
  readers: string[]
  /** Cookies of those who edit, with the text of each. */
  editors: { cookie: string; document: string }[]
  pages: string[]
  /** The meeting whose event stream a reader has open. */
  meeting: string
  seconds: number
  /** How long a reader looks at a page, in seconds. */
  readingSeconds: number
  /** How long an editor thinks between two words, in seconds. */
  thinkingSeconds: number
}

export type SoakResult = {
  /** Milliseconds until a page was there, and until a word was acknowledged. */
  pages: number[]
  words: number[]
  errors: Record<string, number>
}

const people = await new Promise<SoakPeople>((resolve) =>
  process.once('message', (message) => resolve(message as SoakPeople)),
)
const result: SoakResult = { pages: [], words: [], errors: {} }
const wrong = (what: string) => {
  result.errors[what] = (result.errors[what] ?? 0) + 1
}
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
let ending = false

/** Has an event stream open, as every page has, and opens a page from time to time. */
async function read(cookie: string, index: number): Promise<void> {
  const abort = new AbortController()
  const headers = { cookie }
  // They do not all come in the same second.
  await wait((index / people.readers.length) * people.readingSeconds * 1000)
  const stream = await fetch(`${people.url}/meetings/${people.meeting}/events`, {
    headers,
    signal: abort.signal,
  }).catch(() => undefined)
  if (stream?.status !== 200) wrong(`stream ${String(stream?.status)}`)
  const listening = (async () => {
    const reader = stream?.body?.getReader()
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read());
    if (!ending) wrong('stream ended')
  })().catch(() => {
    if (!ending) wrong('stream broke')
  })
  for (let count = index; !ending; count += 1) {
    const begun = performance.now()
    try {
      const answer = await fetch(people.url + (people.pages[count % people.pages.length] ?? '/'), { headers })
      await answer.arrayBuffer()
      if (answer.status !== 200) wrong(`page ${String(answer.status)}`)
      result.pages.push(performance.now() - begun)
    } catch {
      wrong('page failed')
    }
    await wait(people.readingSeconds * 1000 * (0.5 + ((count * 7) % 10) / 10))
  }
  abort.abort()
  await listening
}

async function edit(client: CollaborationClient, index: number): Promise<void> {
  for (let tries = 0; !isGreeted(client) && tries < 600; tries += 1) await wait(50)
  if (!isGreeted(client) || client.said.readOnly !== 'none')
    return wrong(`text ${String(client.said.readOnly)}`)
  await wait((index / people.editors.length) * people.thinkingSeconds * 1000)
  while (!ending && client.said.closed === undefined) {
    const before = client.said.acknowledged
    const begun = performance.now()
    client.type('word ')
    while (client.said.acknowledged === before && client.said.refused === undefined && !ending) await wait(10)
    if (client.said.refused !== undefined) return wrong(`word ${client.said.refused}`)
    if (client.said.acknowledged > before) result.words.push(performance.now() - begun)
    await wait(people.thinkingSeconds * 1000)
  }
  if (!ending) wrong(`text closed ${String(client.said.closed)}`)
}

const clients = people.editors.map(({ cookie, document }) =>
  connectClient(`${people.url.replace('http', 'ws')}/collaboration/${document}`, {
    cookie,
    origin: people.url,
  }),
)
const all = [...people.readers.map(read), ...clients.map(edit)]
await wait(people.seconds * 1000)
ending = true
await Promise.allSettled(all)
for (const client of clients) client.close()
process.send?.(result)
process.disconnect()
