import { connectRaw, hostOf } from '../raw-http'

/** What the attacker is told; sent to it first. */
export type SoakTarget = { url: string; list: string; meeting: string; email: string; seconds: number }

const target = await new Promise<SoakTarget>((resolve) =>
  process.once('message', (message) => resolve(message as SoakTarget)),
)
const { url } = target
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
let ending = false
const counts: Record<string, number> = {}

const upgrade = (path: string, more = '') =>
  `GET ${path} HTTP/1.1\r\nHost: ${hostOf(url)}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
  `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${more}\r\n`

async function raw(bytes: string | Uint8Array): Promise<void> {
  const { send, socket, closed } = connectRaw(url)
  send(bytes)
  await wait(20)
  socket.resetAndDestroy()
  await closed
}

const post = (path: string, body: string) =>
  fetch(url + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url, 'content-type': 'application/x-www-form-urlencoded' },
    body,
  }).then((answer) => answer.arrayBuffer())

const manyFields = 'a=b&'.repeat(5_000_000)
const noise = () => Uint8Array.from({ length: 2_000 }, () => Math.floor(Math.random() * 256))

/** The worst of what was found, each again and again, all at once. */
const attacks: Record<string, { pauseMs: number; run: () => Promise<unknown> }> = {
  'malformed upgrades': { pauseMs: 50, run: () => raw(upgrade('/collaboration/%E0%A4%A')) },
  'foreign upgrades, reset': {
    pauseMs: 50,
    run: () => raw(upgrade('/collaboration/x', 'Origin: https://elsewhere.example\r\n')),
  },
  noise: { pauseMs: 50, run: () => raw(noise()) },
  'five million fields': { pauseMs: 2_000, run: () => post('/sign-in?index', manyFields) },
  'wrong passwords of the Chair': {
    pauseMs: 200,
    run: () =>
      post('/sign-in?index', new URLSearchParams({ email: target.email, password: 'guess' }).toString()),
  },
  PDFs: {
    pauseMs: 500,
    run: () => fetch(`${url}/lists/${target.list}.pdf?positions=1`).then((answer) => answer.arrayBuffer()),
  },
  'Word files': {
    pauseMs: 500,
    run: () => fetch(`${url}/lists/${target.list}.docx?statements=1`).then((answer) => answer.arrayBuffer()),
  },
  'streams that nobody signed in for': {
    pauseMs: 100,
    run: async () => {
      const abort = new AbortController()
      await fetch(`${url}/meetings/${target.meeting}/events`, { signal: abort.signal })
      setTimeout(() => abort.abort(), 20_000).unref()
    },
  },
  trickling: {
    pauseMs: 500,
    run: async () => {
      const { send, closed } = connectRaw(url)
      send(`GET / HTTP/1.1\r\nHost: ${hostOf(url)}\r\nX-Slow: `)
      await closed
    },
  },
  'rewritten hosts': { pauseMs: 100, run: () => raw('GET / HTTP/1.1\r\nHost: a/b\r\n\r\n') },
}

const all = Object.entries(attacks).map(async ([name, { pauseMs, run }]) => {
  while (!ending) {
    await Promise.race([run().catch(() => undefined), wait(30_000)])
    counts[name] = (counts[name] ?? 0) + 1
    await wait(pauseMs)
  }
})
await wait(target.seconds * 1000)
ending = true
await Promise.race([Promise.allSettled(all), wait(5_000)])
process.send?.(counts)
process.exit(0)
