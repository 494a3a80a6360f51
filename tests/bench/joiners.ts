import * as Y from 'yjs'
import { textOf } from '#editor/shape'
import { openSocket, wireOf } from './wire'

/** What one client process does; sent to it first. */
export type Joining = { url: string; name: string | undefined; cookies: string[]; clients: number }

export type JoinResult = {
  /** From connecting to having everything, in milliseconds. */
  times: number[]
  /** From connecting to the first byte of the text, in milliseconds. */
  firstBytes: number[]
  /** What each has: the sum of all clocks. */
  sizes: number[]
  /** What one of them reads. */
  text: string
}

const now = () => Number(process.hrtime.bigint()) / 1e6

type Arrived = { time: number; firstByte: number; bytes: number; updates: Uint8Array[] }

/** @param bytes as many as the text has; without it, what comes with the answer to the first step. */
function join({ url, name, cookies }: Joining, index: number, bytes: number): Promise<Arrived> {
  const wire = wireOf({ name })
  const started = now()
  const socket = openSocket(url, cookies[index % cookies.length])
  const updates: Uint8Array[] = []
  let firstByte = NaN
  let arrived = 0
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('open', () => {
      for (const frame of wire.greeting()) socket.send(frame)
      socket.send(wire.step1(Uint8Array.from([0])))
    })
    socket.on('message', (data: Buffer) => {
      const message = wire.read(data)
      if (!message || message.step === 0) return
      if (Number.isNaN(firstByte)) firstByte = now() - started
      updates.push(message.payload)
      arrived += message.payload.byteLength
      if (arrived < bytes) return
      const time = now() - started
      setTimeout(() => socket.terminate(), 500)
      resolve({ time, firstByte, bytes: arrived, updates })
    })
  })
}

/** How many letters and marks the updates have: what is read only when nothing is measured any more. */
function sizeOf(updates: readonly Uint8Array[]): number {
  const clocks = new Map<number, number>()
  for (const update of updates) {
    for (const [client, clock] of Y.parseUpdateMeta(update).to)
      clocks.set(client, Math.max(clock, clocks.get(client) ?? 0))
  }
  return [...clocks.values()].reduce((sum, clock) => sum + clock, 0)
}

const joining = await new Promise<Joining>((resolve) =>
  process.once('message', (message) => resolve(message as Joining)),
)
// One comes first: whatever a server has to load is loaded then.
const first = await join(joining, 0, 1)
process.send?.('ready')
await new Promise((resolve) => process.once('message', resolve))
const all = await Promise.all(
  Array.from({ length: joining.clients }, (_, index) => join(joining, index, first.bytes)),
)
const doc = new Y.Doc({ gc: false })
for (const update of all[0]?.updates ?? []) Y.applyUpdate(doc, update)
const result: JoinResult = {
  times: all.map((entry) => entry.time),
  firstBytes: [first.firstByte, ...all.map((entry) => entry.firstByte)],
  sizes: all.map((entry) => sizeOf(entry.updates)),
  text: textOf(doc).toString(),
}
process.send?.(result, () => process.disconnect())
