import type { WebSocket } from 'ws'
import * as Y from 'yjs'
import { textOf } from '#editor/shape'
import { writeUnderOwnBase } from '../collaboration-client'
import { openSocket, wireOf } from './wire'

/** What one client process does; sent to it first. */
export type Load = {
  /** The rooms that this process's clients are in, in turn, with their addresses, also in turn. */
  rooms: BenchRoom[]
  /** Cookies, used in turn. */
  writerCookies: string[]
  readerCookies: string[]
  writers: number
  readers: number
  editsPerSecond: number
  seconds: number
}

export type BenchRoom = { room: number; urls: string[]; name: string | undefined }

export type LoadResult = {
  /** Milliseconds from a writer's insert to its arrival at another client of this process, sorted. */
  latencies: number[]
  /** State of each writer at the end: its room, its Yjs client id, its clock. */
  written: [number, number, number][]
  /** What every client of this process had at the end: its room, and the next clock by client id. */
  clocks: [number, [number, number][]][]
  /** The text of each writer, with its room. */
  texts: [number, string][]
  refused: number
}

/** The first message says what is to be done. */
const load = await new Promise<Load>((resolve) =>
  process.once('message', (message) => resolve(message as Load)),
)
const now = () => Number(process.hrtime.bigint()) / 1e6

/** When each insertion of this process's writers was made: client id, then clock. */
const made = new Map<number, Map<number, number>>()
const latencies: number[] = []
let refused = 0
let measuring = false

type Client = {
  room: number
  clocks: Map<number, number>
  doc: Y.Doc | undefined
  socket: WebSocket
  synced: Promise<void>
}

/** Everybody is sent the same bytes: what they say is read once for all clients of this process. */
const recent: { update: Uint8Array; to: Map<number, number> }[] = []
const mostRecent = 32

function clocksIn(update: Uint8Array): Map<number, number> {
  const known = recent.find(
    (candidate) =>
      candidate.update.byteLength === update.byteLength && Buffer.compare(candidate.update, update) === 0,
  )
  if (known) return known.to
  const { to } = Y.parseUpdateMeta(update)
  recent.unshift({ update: update.slice(), to })
  recent.length = Math.min(recent.length, mostRecent)
  return to
}

function arrive(client: Client, update: Uint8Array) {
  const at = now()
  const to = clocksIn(update)
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

function connect(index: number, cookie: string | undefined, doc: Y.Doc | undefined): Client {
  const place = load.rooms[index % load.rooms.length]
  const url = place?.urls[index % place.urls.length]
  if (!place || !url) throw new Error('There is no room to be in.')
  const wire = wireOf({ name: place.name })
  const socket = openSocket(url, cookie)
  const clocks = new Map<number, number>()
  let resolve: () => void = () => undefined
  const synced = new Promise<void>((done) => {
    resolve = done
  })
  const client: Client = { room: place.room, clocks, doc, socket, synced }
  socket.on('open', () => {
    for (const frame of wire.greeting()) socket.send(frame)
    socket.send(wire.step1(doc ? Y.encodeStateVector(doc) : Uint8Array.from([0])))
  })
  socket.on('error', (error) => {
    throw error
  })
  socket.on('message', (data: Buffer) => {
    // Frames of our own kinds: only a refusal matters here.
    if (place.name === undefined && data[0] === 101) refused += 1
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
    connect(index, load.writerCookies[index % load.writerCookies.length], new Y.Doc({ gc: false })),
  )
  const readers = Array.from({ length: load.readers }, (_, index) =>
    connect(index, load.readerCookies[index % load.readerCookies.length], undefined),
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
      writeUnderOwnBase(doc)
      made.set(doc.clientID, times)
      let next = now() + (interval * index) / writers.length
      while (now() < end) {
        await pause(Math.max(0, next - now()))
        next += interval
        const text = textOf(doc)
        const clock = Y.getState(doc.store, doc.clientID)
        times.set(clock, now())
        // Behind the last item there is the end of the paragraph.
        text.insert(Math.max(0, text.length - 1), 'a')
      }
    }),
  )
  process.send?.('written')
  await new Promise((resolve) => process.once('message', resolve))
  const result: LoadResult = {
    latencies: latencies.sort((a, b) => a - b),
    written: writers.map(({ room, doc }) => [
      room,
      doc?.clientID ?? 0,
      doc ? Y.getState(doc.store, doc.clientID) : 0,
    ]),
    clocks: clients.map((client) => [
      client.room,
      client.doc
        ? [...client.doc.store.clients.keys()].map((id): [number, number] => [
            id,
            Y.getState(client.doc?.store ?? new Y.Doc().store, id),
          ])
        : [...client.clocks],
    ]),
    texts: writers.map(({ room, doc }) => [room, doc ? textOf(doc).toJSON() : '']),
    refused,
  }
  for (const { socket } of clients) socket.terminate()
  // Gone only when the result has left.
  process.send?.(result, () => process.disconnect())
}

void main()
