import { createEncoder, toUint8Array, writeVarUint, writeVarUint8Array } from 'lib0/encoding'
import type { WebSocket } from 'ws'
import { messageYjsSyncStep2, writeSyncStep1, writeSyncStep2, writeUpdate } from 'y-protocols/sync'
import * as Y from 'yjs'
import {
  messageSync,
  writeAcknowledged,
  writePermission,
  writeRefused,
  type ReadOnlyReason,
  type RefusedReason,
} from '#collab/messages'
import type { LogEntry } from '#db/queries/documents'
import type { DocumentId, ParticipantId, SessionId } from '#domain/ids'
import type { Actor, LocalActor } from '#domain/people/participants'
import { bracketRights } from '#domain/text/brackets'
import { keepsBrackets, mentionsBrackets, touchesBrackets, type Deletions } from './check-brackets'
import { orderOf, staysTheSame, type Tail } from './check-order'
import { losesWords, type WordChanges } from './check-words'
import type { Account, Allowance } from './limits'
import type { Trail } from './log'
import { Passage } from './passage'
import { createPresence, type Person } from './presence'

/** A client that has this much waiting, in bytes, is sent nothing more until its line is free. */
const tooFarBehind = 1_000_000
/** While edits keep coming, frames are at most this far apart, in milliseconds. */
const longestSpacing = 25
/** Carets move at most this often, in milliseconds. */
const caretSpacing = 50

export type Connection = {
  socket: WebSocket
  actor: Actor
  /** The same as seen where the document belongs; decided anew with the access. */
  as: LocalActor
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
  /** State vector of what it was sent before its line was full; with the rest it is sent what it lacks. */
  behind: Uint8Array | undefined
  /** What it, and its account, may still send. */
  allowance: Allowance
  account: Account | undefined
  /** When its right to write ends by itself, in milliseconds. */
  writableUntil: number | undefined
  /** Whether the text is a draft that it writes: the brackets in it are its own affair. */
  inOwnDraft: boolean
  /** Whether it answered the last heartbeat. */
  alive: boolean
  /** Edits that came before the second step of the handshake, and build on what only that one brings. */
  ahead: Uint8Array[]
  /** Whether that second step has come. */
  handshaken: boolean
  /** Frames that wait until the log is read; undefined while none has to. */
  held: Uint8Array[] | undefined
  /** Whether the log was read for the frame that is looked at. */
  upToDate: boolean
}

const frameOf = (write: (encoder: ReturnType<typeof createEncoder>) => void): Uint8Array => {
  const encoder = createEncoder()
  write(encoder)
  return toUint8Array(encoder)
}

const syncFrame = (write: (encoder: ReturnType<typeof createEncoder>) => void): Uint8Array =>
  frameOf((encoder) => {
    writeVarUint(encoder, messageSync)
    write(encoder)
  })

const updateFrame = (update: Uint8Array) => syncFrame((encoder) => writeUpdate(encoder, update))

const secondStep = (update: Uint8Array) =>
  syncFrame((encoder) => {
    writeVarUint(encoder, messageYjsSyncStep2)
    writeVarUint8Array(encoder, update)
  })

/** Nothing at all: no structs, no deletions. */
const emptyUpdate = Uint8Array.from([0, 0])

/** One open document: its state in memory and the connections that show it. */
export class Room {
  readonly connections = new Set<Connection>()
  readonly presence = createPresence()
  /** Clocks that are on their way into the log; the document itself has only what is durable. */
  readonly expected = new Map<number, number>()
  /** Updates that are on their way into the log. */
  readonly onTheirWay = new Set<Uint8Array>()
  /** What is taken and not in the document yet, as far as it matters for words. */
  readonly #passage = new Passage()
  readonly #entryChanges = new WeakMap<LogEntry, WordChanges>()
  /** Where the last item of each client ends that writes here now. */
  readonly #tails = new Map<number, Tail>()
  /** Entries of the log that are in the document: all up to `lastSeen`, and these. */
  readonly ownEntries = new Set<number>()
  lastSeen: number
  accessVersion: number
  /** Client ids that are bound in the log, and to whom: bound once, for ever. */
  readonly authors = new Map<number, ParticipantId>()
  entriesSinceSnapshot = 0
  /** What others wrote, as far as it was followed while writing. */
  readonly trail: Trail
  /** Told of the carets that moved in this process. */
  onCarets: (frames: readonly Uint8Array[]) => void = () => undefined
  lastUsed = Date.now()

  /** Durable, not yet shown; the first `#applied` of them are in the document already. */
  #waiting: { update: Uint8Array; from: Connection | undefined }[] = []
  #applied = 0
  /** At least as many bytes as the document has when it is encoded. */
  #atMost: number
  /** Whether there may be a bracket in it, or there was one. */
  #hasBrackets: boolean
  /** What the log has, as it is stored; made into a document when one is needed. */
  #stored: readonly Uint8Array[]
  #made: Y.Doc | undefined
  /** State vector of what everybody was shown, where the document is ahead of that. */
  #shown: Uint8Array | undefined
  /** One reading of the log at a time. */
  #reading: Promise<void> = Promise.resolve()
  #flushTimer: ReturnType<typeof setTimeout> | undefined
  #caretTimer: ReturnType<typeof setTimeout> | undefined
  #lastFlush = 0
  #spacing = 0
  #state: Uint8Array | undefined
  #stateFrame: Uint8Array | undefined

  constructor(
    readonly id: DocumentId,
    stored: readonly Uint8Array[],
    at: { lastSeen: number; accessVersion: number },
  ) {
    this.#stored = stored
    this.#atMost = stored.reduce((sum, update) => sum + update.byteLength, 0)
    this.#hasBrackets = stored.some(mentionsBrackets)
    this.lastSeen = at.lastSeen
    this.trail = { end: at.lastSeen, entries: [] }
    this.accessVersion = at.accessVersion
  }

  get #doc(): Y.Doc {
    if (this.#made) return this.#made
    const doc = new Y.Doc({ gc: false })
    const stored = this.#stored
    doc.transact(() => {
      for (const update of stored) Y.applyUpdate(doc, update)
    })
    this.#stored = []
    this.#made = doc
    return doc
  }

  /** The next clock that this document expects of a client id. */
  clockOf = (client: number): number =>
    Math.max(this.expected.get(client) ?? 0, Y.getState(this.#doc.store, client))

  /** The document with everything that is durable. */
  get doc(): Y.Doc {
    const missing = this.#waiting.slice(this.#applied).map((one) => one.update)
    if (missing.length > 0) {
      this.#shown ??= Y.encodeStateVector(this.#doc)
      this.#take(mergeOf(missing), missing)
    }
    this.#applied = this.#waiting.length
    return this.#doc
  }

  #take(update: Uint8Array, parts: readonly Uint8Array[]): void {
    Y.applyUpdate(this.#doc, update)
    for (const part of parts) this.#passage.remove(part)
    this.#state = undefined
    this.#stateFrame = undefined
  }

  /** Whether the document would be larger than `limit` bytes with `more`; it is measured only where that is near. */
  isFull(more: number, limit: number): boolean {
    const coming = [...this.onTheirWay].reduce((sum, update) => sum + update.byteLength, more)
    if (this.#atMost + coming > limit) this.#atMost = this.state().byteLength
    return this.#atMost + coming > limit
  }

  /** Whether an update's items stand where Yjs itself would have put them. */
  isInOrder(items: readonly Y.Item[], update: Uint8Array): boolean {
    let order = orderOf(items, this.#doc.store, this.#tails)
    // What is durable and not yet shown may have what it stands beside.
    if (order === 'unknown') order = orderOf(items, this.doc.store, this.#tails)
    return order === 'unknown' ? staysTheSame(this.state(), this.onTheirWay, update) : order === 'sound'
  }

  /** Whether an update leaves the brackets of others to those who may lift them. */
  keepsBrackets(
    { items, deletes }: { items: readonly Y.Item[]; deletes: Deletions },
    update: Uint8Array,
    actor: LocalActor,
    inOwnDraft: boolean,
  ): boolean {
    if (!this.#hasBrackets && !mentionsBrackets(update)) return true
    if (!touchesBrackets(this.doc.store, items, deletes)) return true
    const rights = bracketRights(actor, inOwnDraft)
    return keepsBrackets(this.state(), this.onTheirWay, update, rights, inOwnDraft)
  }

  /** Where an update that is not taken yet puts its words, and what it deletes. */
  wordChangesOf(checked: { items: readonly Y.Item[]; deletes: Deletions }): WordChanges {
    const isNew = ({ id, length }: Y.Item) => id.clock + length > this.clockOf(id.client)
    return this.#passage.changesOf(checked, this.#doc.store, isNew)
  }

  /** Why an update would make words vanish that somebody believes to be kept; undefined where it does not. */
  lossOf = (changes: WordChanges): RefusedReason | undefined => this.#passage.lossOf(changes, this.#doc.store)

  /** The same for an update that was taken, and meets entries of the log that nobody here knew. */
  lossBetween(changes: WordChanges, entries: readonly LogEntry[]): RefusedReason | undefined {
    return losesWords(
      this.#doc.store,
      changes,
      entries.map((entry) => this.#changesOfEntry(entry)),
    )
  }

  #changesOfEntry(entry: LogEntry): WordChanges {
    const known = this.#entryChanges.get(entry)
    if (known) return known
    const { structs, ds } = Y.decodeUpdate(entry.payload)
    const items = structs.filter((struct): struct is Y.Item => struct instanceof Y.Item)
    const changes = this.#passage.changesOf({ items, deletes: ds.clients }, this.#doc.store, () => true)
    this.#entryChanges.set(entry, changes)
    return changes
  }

  /** Expects an update that is on its way into the log. */
  expect(
    update: Uint8Array,
    { next, items }: { next: ReadonlyMap<number, number>; items: readonly Y.Item[] },
    changes: WordChanges,
  ): void {
    this.onTheirWay.add(update)
    this.#passage.add(update, items, changes)
    this.#hasBrackets ||= mentionsBrackets(update)
    for (const [client, clock] of next) this.expected.set(client, clock)
    for (const { id, length, rightOrigin } of items)
      this.#tails.set(id.client, { end: id.clock + length, right: rightOrigin })
  }

  /** Expects it no more: it was refused. */
  dismiss(update: Uint8Array, clients: readonly number[]): void {
    this.#passage.remove(update)
    for (const client of clients) this.expected.delete(client)
  }

  /** Runs one reading of the log after another. */
  read(work: () => Promise<void>): Promise<void> {
    const next = this.#reading.then(work)
    this.#reading = next.catch(() => undefined)
    return next
  }

  /** The whole document, encoded once until the next edit: many who join at once cost one encoding. */
  state(): Uint8Array {
    const { doc } = this
    this.#state ??= Y.encodeStateAsUpdate(doc)
    return this.#state
  }

  /** Takes a durable update in, and shows it to everyone but its sender with the next frame. */
  apply(update: Uint8Array, from: Connection | undefined): void {
    this.entriesSinceSnapshot += 1
    this.#atMost += update.byteLength
    this.#hasBrackets ||= mentionsBrackets(update)
    this.#waiting.push({ update, from })
    // What came from elsewhere moves clocks that nobody here expected.
    if (!from) void this.doc
    if (this.#flushTimer) return
    const wait = this.#lastFlush + this.#spacing - Date.now()
    // The first edit after silence goes out with this turn; while edits keep coming, frames are spaced.
    this.#flushTimer = setTimeout(() => this.#flush(), Math.max(0, wait))
  }

  #flush(): void {
    this.#flushTimer = undefined
    const started = performance.now()
    const batch = this.#waiting
    const [first] = batch
    if (first) {
      const merged = mergeOf(batch.map((one) => one.update))
      this.#holdBack()
      // Many edits cost one transaction of the document, with the bytes that everybody is sent.
      if (this.#applied < batch.length) {
        this.#take(
          merged,
          batch.map((one) => one.update),
        )
      }
      this.#waiting = []
      this.#applied = 0
      this.#shown = undefined
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

  /** What a connection is told first: what it may do, and where everybody is. */
  greet(connection: Connection): void {
    this.sendPermission(connection)
    connection.socket.send(this.presence.everyone())
  }

  /** Answers a client's first step with what it lacks, and asks for what we lack. */
  answer(connection: Connection, stateVector: Uint8Array): void {
    const { socket } = connection
    const ask = () => {
      if (socket.readyState === socket.OPEN)
        socket.send(syncFrame((encoder) => writeSyncStep1(encoder, this.doc)))
    }
    if (stateVector.byteLength > 1) {
      socket.send(syncFrame((encoder) => writeSyncStep2(encoder, this.doc, stateVector)))
      return ask()
    }
    if (this.#made) {
      socket.send((this.#stateFrame ??= secondStep(this.state())))
      return ask()
    }
    const [first = emptyUpdate, ...rest] = this.#stored
    const frames = [secondStep(first), ...rest.map(updateFrame)]
    frames.forEach((frame, index) => {
      // The stored bytes have left before a document is made of them.
      if (index === frames.length - 1) socket.send(frame, ask)
      else socket.send(frame)
    })
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
      const { frame, own } = this.presence.changes()
      if (frame) for (const connection of this.connections) this.#send(connection, frame)
      this.onCarets(own)
    }, caretSpacing)
  }

  #send(connection: Connection, frame: Uint8Array): void {
    if (!connection.behind) connection.socket.send(frame)
  }

  /** Those whose lines are full are sent nothing more; what they were sent so far is remembered. */
  #holdBack(): void {
    for (const connection of this.connections) {
      if (connection.behind || connection.socket.bufferedAmount <= tooFarBehind) continue
      this.#shown ??= Y.encodeStateVector(this.#doc)
      connection.behind = this.#shown
    }
  }

  /** Brings those up to date that were too slow for the frames, once their line is free. */
  catchUp(): void {
    for (const connection of this.connections) {
      const { behind, socket } = connection
      if (!behind || socket.bufferedAmount > 0) continue
      connection.behind = undefined
      socket.send(updateFrame(Y.encodeStateAsUpdate(this.doc, behind)))
      socket.send(this.presence.everyone())
    }
  }

  /**
   * Keeps lines open that carry nothing: proxies cut those, and y-websocket's client gives up on a server that
   * says nothing for 30 seconds. Who did not answer the last time is gone.
   */
  beat(): void {
    for (const connection of this.connections) {
      if (!connection.alive) {
        connection.socket.terminate()
        continue
      }
      connection.alive = false
      connection.socket.ping()
      connection.socket.send(this.presence.nobody)
    }
  }

  destroy(): void {
    clearTimeout(this.#flushTimer)
    clearTimeout(this.#caretTimer)
    this.#made?.destroy()
  }
}

const mergeOf = (updates: Uint8Array[]): Uint8Array => {
  const [only] = updates
  return only && updates.length === 1 ? only : Y.mergeUpdates(updates)
}
