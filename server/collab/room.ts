import { createEncoder, toUint8Array, writeVarUint, writeVarUint8Array } from 'lib0/encoding'
import { messageYjsSyncStep2, writeSyncStep1, writeSyncStep2, writeUpdate } from 'y-protocols/sync'
import type { WebSocket } from 'ws'
import * as Y from 'yjs'
import {
  messageSync,
  writeAcknowledged,
  writePermission,
  writeRefused,
  type ReadOnlyReason,
  type RefusedReason,
} from '#collab/messages'
import type { DocumentId, ParticipantId, SessionId } from '#domain/ids'
import type { Actor } from '#domain/participants'
import { createPresence, type Person } from './presence'

/** A client that has this much waiting, in bytes, is sent nothing more until it caught up. */
const tooFarBehind = 1_000_000
/** While edits keep coming, frames are at most this far apart, in milliseconds. */
const longestSpacing = 25
/** Carets move at most this often, in milliseconds. */
const caretSpacing = 50

export type Connection = {
  socket: WebSocket
  actor: Actor
  session: SessionId | undefined
  person: Person
  readOnly: ReadOnlyReason
  /** The access version for which `readOnly` was decided. */
  accessVersion: number
  /** Yjs client id of its caret. */
  caret: number | undefined
  /** Updates that became durable, and how many of them the client was told of. */
  taken: number
  acknowledged: number
  /** Once an update was refused, what follows builds on something that is not there. */
  refused: boolean
  /** Skipped some frames; gets the whole state when its line is free again. */
  behind: boolean
  /** Updates of this second, for the limit. */
  rate: { second: number; count: number }
}

const frameOf = (write: (encoder: ReturnType<typeof createEncoder>) => void): Uint8Array => {
  const encoder = createEncoder()
  write(encoder)
  return toUint8Array(encoder)
}

const updateFrame = (update: Uint8Array) =>
  frameOf((encoder) => {
    writeVarUint(encoder, messageSync)
    writeUpdate(encoder, update)
  })

/** One open document: its state in memory and the connections that show it. */
export class Room {
  readonly connections = new Set<Connection>()
  readonly presence = createPresence()
  /** Clocks that are on their way into the log; the document itself has only what is durable. */
  readonly expected = new Map<number, number>()
  /** Entries of the log that are in the document: all up to `lastSeen`, and these. */
  readonly ownEntries = new Set<number>()
  lastSeen: number
  accessVersion: number
  /** Client ids that are bound in the log, and to whom: bound once, for ever. */
  readonly authors = new Map<number, ParticipantId>()
  entriesSinceSnapshot = 0
  lastUsed = Date.now()

  #waiting: { update: Uint8Array; from: Connection | undefined }[] = []
  #flushTimer: ReturnType<typeof setTimeout> | undefined
  #caretTimer: ReturnType<typeof setTimeout> | undefined
  #lastFlush = 0
  #spacing = 0
  #state: Uint8Array | undefined

  constructor(
    readonly id: DocumentId,
    readonly doc: Y.Doc,
    at: { lastSeen: number; accessVersion: number },
  ) {
    this.lastSeen = at.lastSeen
    this.accessVersion = at.accessVersion
  }

  /** The next clock that this document expects of a client id. */
  clockOf = (client: number): number => this.expected.get(client) ?? Y.getState(this.doc.store, client)

  /** The whole document, encoded once until the next edit: many who join at once cost one encoding. */
  state(): Uint8Array {
    this.#state ??= Y.encodeStateAsUpdate(this.doc)
    return this.#state
  }

  /** Takes a durable update in, and shows it to everyone but its sender with the next frame. */
  apply(update: Uint8Array, from: Connection | undefined): void {
    Y.applyUpdate(this.doc, update)
    this.#state = undefined
    this.entriesSinceSnapshot += 1
    this.#waiting.push({ update, from })
    if (this.#flushTimer) return
    const wait = this.#lastFlush + this.#spacing - Date.now()
    // The first edit after silence goes out with this turn; while edits keep coming, frames are spaced.
    this.#flushTimer = setTimeout(() => this.#flush(), Math.max(0, wait))
  }

  #flush(): void {
    this.#flushTimer = undefined
    const started = performance.now()
    const batch = this.#waiting
    this.#waiting = []
    const [first] = batch
    if (first) {
      const merged = batch.length === 1 ? first.update : Y.mergeUpdates(batch.map((one) => one.update))
      const sender = batch.every((one) => one.from === first.from) ? first.from : undefined
      const frame = updateFrame(merged)
      for (const connection of this.connections) if (connection !== sender) this.#send(connection, frame)
    }
    for (const connection of this.connections) this.acknowledge(connection)
    const cost = performance.now() - started
    // A few edits at a time go out as they come; the more of them wait together, the longer the next frame gathers.
    this.#spacing = batch.length > 2 ? Math.min(longestSpacing, cost * batch.length) : 0
    this.#lastFlush = Date.now()
  }

  acknowledge(connection: Connection): void {
    if (connection.acknowledged === connection.taken) return
    connection.acknowledged = connection.taken
    connection.socket.send(frameOf((encoder) => writeAcknowledged(encoder, connection.taken)))
  }

  /** Everything a connection needs at its beginning: what it may do, the text, the carets. */
  greet(connection: Connection): void {
    this.sendPermission(connection)
    connection.socket.send(
      frameOf((encoder) => {
        writeVarUint(encoder, messageSync)
        writeSyncStep1(encoder, this.doc)
      }),
    )
    connection.socket.send(this.presence.everyone())
  }

  /** Answers a client's first step: what it lacks. */
  answer(connection: Connection, stateVector: Uint8Array): void {
    const isEmpty = stateVector.byteLength <= 1
    connection.socket.send(
      frameOf((encoder) => {
        writeVarUint(encoder, messageSync)
        if (isEmpty) {
          writeVarUint(encoder, messageYjsSyncStep2)
          writeVarUint8Array(encoder, this.state())
        } else writeSyncStep2(encoder, this.doc, stateVector)
      }),
    )
  }

  sendPermission(connection: Connection): void {
    connection.socket.send(frameOf((encoder) => writePermission(encoder, connection.readOnly)))
  }

  refuse(connection: Connection, reason: RefusedReason): void {
    connection.refused = true
    connection.socket.send(frameOf((encoder) => writeRefused(encoder, reason)))
  }

  caretsMoved(): void {
    this.#caretTimer ??= setTimeout(() => {
      this.#caretTimer = undefined
      const frame = this.presence.changes()
      if (frame) for (const connection of this.connections) this.#send(connection, frame)
    }, caretSpacing)
  }

  #send(connection: Connection, frame: Uint8Array): void {
    if (connection.behind) return
    if (connection.socket.bufferedAmount > tooFarBehind) {
      connection.behind = true
      return
    }
    connection.socket.send(frame)
  }

  /** Brings those up to date that were too slow for the frames, once their line is free. */
  catchUp(): void {
    for (const connection of this.connections) {
      if (!connection.behind || connection.socket.bufferedAmount > 0) continue
      connection.behind = false
      connection.socket.send(updateFrame(this.state()))
      connection.socket.send(this.presence.everyone())
    }
  }

  destroy(): void {
    clearTimeout(this.#flushTimer)
    clearTimeout(this.#caretTimer)
    this.doc.destroy()
  }
}
