import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { textOf } from '../collaboration-client'
import { wireOf } from './wire'

/** What one client process does, told on the command line as JSON. */
export type Load = {
  url: string
  /** Headers of each connection's upgrade, used in turn: writers first. */
  writerHeaders: Record<string, string>[]
  readerHeaders: Record<string, string>[]
  documentName: string | undefined
  writers: number
  readers: number
  editsPerSecond: number
  seconds: number
}

export type LoadResult = {
  /** Milliseconds from a writer's insert to its arrival at another client of this process, sorted. */
  latencies: number[]
  /** State of each writer at the end, by Yjs client id. */
  written: [number, number][]
  /** What every client of this process had at the end: the next clock by client id. */
  clocks: [number, number][][]
  texts: string[]
  refused: number
}

const load = JSON.parse(process.argv[2] ?? '{}') as Load
const wire = wireOf({ name: load.documentName })
const now = () => Number(process.hrtime.bigint()) / 1e6

/** When each insertion of this process's writers was made: client id, then clock. */
const made = new Map<number, Map<number, number>>()
const latencies: number[] = []
let refused = 0
let measuring = false

type Client = {
  clocks: Map<number, number>
  doc: Y.Doc | undefined
  socket: WebSocket
  synced: Promise<void>
}

function arrive(client: Client, update: Uint8Array) {
  const at = now()
  const { to } = Y.parseUpdateMeta(update)
  for (const [author, end] of to) {
    const from = client.clocks.get(author) ?? 0
    if (end <= from) continue
    client.clocks.set(author, end)
    const times = measuring ? made.get(author) : undefined
    if (!times || client.doc?.clientID === author) continue
    for (let clock = from; clock < end; clock++) {
      const start = times.get(clock)
      if (start !== undefined) latencies.push(at - start)
    }
  }
}

function connect(headers: Record<string, string> | undefined, doc: Y.Doc | undefined): Client {
  const socket = new WebSocket(load.url, { headers, perMessageDeflate: false })
  const clocks = new Map<number, number>()
  let resolve: () => void = () => undefined
  const synced = new Promise<void>((done) => {
    resolve = done
  })
  const client: Client = { clocks, doc, socket, synced }
  socket.on('open', () => {
    for (const frame of wire.greeting()) socket.send(frame)
    socket.send(wire.step1(doc ? Y.encodeStateVector(doc) : Uint8Array.from([0])))
  })
  socket.on('error', (error) => {
    throw error
  })
  socket.on('message', (data: Buffer) => {
    // Frames of our own kinds: only a refusal matters here.
    if (load.documentName === undefined && data[0] === 101) refused += 1
    const message = wire.read(data)
    if (!message) return
    if (message.step === 0) {
      socket.send(wire.step2(doc ? Y.encodeStateAsUpdate(doc, message.payload) : Uint8Array.from([0, 0])))
      return
    }
    if (doc) Y.applyUpdate(doc, message.payload, socket)
    arrive(client, message.payload)
    if (message.step === 1) resolve()
  })
  doc?.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== socket) socket.send(wire.update(update))
  })
  return client
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function main() {
  const writers = Array.from({ length: load.writers }, (_, index) =>
    connect(load.writerHeaders[index % load.writerHeaders.length], new Y.Doc({ gc: false })),
  )
  const readers = Array.from({ length: load.readers }, (_, index) =>
    connect(load.readerHeaders[index % load.readerHeaders.length], undefined),
  )
  const clients = [...writers, ...readers]
  await Promise.all(clients.map((client) => client.synced))
  process.send?.('ready')
  await new Promise((resolve) => process.once('message', resolve))
  measuring = true
  const end = now() + load.seconds * 1000
  const interval = 1000 / load.editsPerSecond
  await Promise.all(
    writers.map(async ({ doc }, index) => {
      if (!doc) return
      const times = new Map<number, number>()
      made.set(doc.clientID, times)
      let next = now() + (interval * index) / writers.length
      while (now() < end) {
        await pause(Math.max(0, next - now()))
        next += interval
        const text = textOf(doc)
        const clock = Y.getState(doc.store, doc.clientID)
        times.set(clock, now())
        text.insert(text.length, 'a')
      }
    }),
  )
  process.send?.('written')
  await new Promise((resolve) => process.once('message', resolve))
  const result: LoadResult = {
    latencies: latencies.sort((a, b) => a - b),
    written: writers.map(({ doc }) => [doc?.clientID ?? 0, doc ? Y.getState(doc.store, doc.clientID) : 0]),
    clocks: clients.map((client) => [
      ...(client.doc
        ? [...client.doc.store.clients.keys()].map((id): [number, number] => [
            id,
            Y.getState(client.doc?.store ?? new Y.Doc().store, id),
          ])
        : client.clocks),
    ]),
    texts: writers.map(({ doc }) => (doc ? textOf(doc).toJSON() : '')),
    refused,
  }
  for (const { socket } of clients) socket.terminate()
  // Gone only when the result has left.
  process.send?.(result, () => process.disconnect())
}

void main()
