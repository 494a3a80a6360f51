import * as Y from 'yjs'
import type { DocumentId } from '#domain/ids'
import type { Connection } from './connection'
import { LiveDocument } from './live-document'
import { createPresence } from './presence'
import type { Writer } from './writer'

type Stored = {
  updates: readonly Uint8Array[]
  lastUpdateId: number
  entriesAfterSnapshot: number
}

/** An update on its way: into the log, and from there to everyone. */
export type Outgoing = {
  update: Uint8Array
  /** Where what is new in it starts, by client id. */
  starts: ReadonlyMap<number, number>
  /** Absent for what the log brought. */
  sender: Connection | undefined
}

/** One open document: what it says, what is on its way into the log, and who is connected. */
export class Room {
  readonly connections = new Set<Connection>()
  readonly presence = createPresence()
  /** For whom words under each base id are written; undefined for words that belong to an amendment or an import. */
  readonly authors: Map<number, Writer | undefined>
  document: LiveDocument
  accessVersion: number
  lastUsedMs = Date.now()
  isClosed = false
  isReloading = false

  /** Entries up to this one have been read from the log. */
  lastReadId: number
  /** Later entries that are in the document already: written here, or received with a notice. */
  readonly knownIds = new Set<number>()
  entriesSinceSnapshot: number

  /** Updates that are in the document and not durable yet. */
  readonly inFlight = new Set<Outgoing>()
  /** An update that is in the document was refused by the log: the document has to be read again. */
  isStale = false
  /** What waits until nothing is in flight: readers of the document first, then those who write on. */
  #readers: (() => void)[] = []
  #writers: (() => void)[] = []

  /** Durable updates that have not been sent yet. */
  outgoing: Outgoing[] = []
  /** While edits keep coming, the earliest time for the next frame. */
  nextFrameAtMs = 0
  caretsChanged = false

  /** One reading of the log at a time. */
  #reading: Promise<void> = Promise.resolve()

  constructor(
    readonly id: DocumentId,
    stored: Stored,
    at: { accessVersion: number; authors: Map<number, Writer | undefined> },
  ) {
    this.document = new LiveDocument(stored.updates)
    this.lastReadId = stored.lastUpdateId
    this.entriesSinceSnapshot = stored.entriesAfterSnapshot
    this.accessVersion = at.accessVersion
    this.authors = at.authors
  }

  get isDurable(): boolean {
    return this.inFlight.size === 0 && !this.isStale
  }

  /** Whether updates have to wait: someone waits for a state of the document, which holds only what is durable. */
  get isWaitingForLog(): boolean {
    return this.isStale || (this.inFlight.size > 0 && this.#readers.length + this.#writers.length > 0)
  }

  /**
   * Runs `work` as soon as everything in the document is durable. Until then new updates wait, so that this comes
   * soon: a commit takes milliseconds.
   */
  whenDurable(work: () => void, then: 'read' | 'write'): void {
    if (this.isDurable) return work()
    ;(then === 'read' ? this.#readers : this.#writers).push(work)
  }

  /** Called when the last update in flight has become durable, and when the document was read again. */
  runWaiting(): void {
    if (!this.isDurable && !this.isClosed) return
    const work = [...this.#readers, ...this.#writers]
    this.#readers = []
    this.#writers = []
    for (const one of work) one()
  }

  /** Starts again from what is stored. */
  replaceDocument(stored: Stored): void {
    this.document.destroy()
    this.document = new LiveDocument(stored.updates)
    this.lastReadId = stored.lastUpdateId
    this.knownIds.clear()
    this.isStale = false
  }

  /** State vector of what everyone was sent so far: the document without what is outgoing or in flight. */
  sentVector(): Uint8Array {
    const vector = Y.decodeStateVector(Y.encodeStateVector(this.document.doc))
    for (const { starts } of [...this.outgoing, ...this.inFlight]) {
      for (const [client, start] of starts) vector.set(client, Math.min(start, vector.get(client) ?? start))
    }
    return Y.encodeStateVector(vector)
  }

  /** Notes an entry that this process wrote: when the log is read, it is known already. */
  noteOwnEntry(id: number): void {
    this.entriesSinceSnapshot += 1
    // Reading the log may have been faster than the answer of the commit.
    if (id > this.lastReadId) this.knownIds.add(id)
  }

  /** Takes in an entry that a command or another process wrote. @returns false when it was known already. */
  takeEntry(id: number, update: Uint8Array): boolean {
    if (this.knownIds.has(id) || id <= this.lastReadId) return false
    const starts = Y.parseUpdateMeta(update).from
    this.document.apply(update)
    this.knownIds.add(id)
    this.entriesSinceSnapshot += 1
    this.outgoing.push({ update, starts, sender: undefined })
    return true
  }

  /** Everything up to this entry has been read. */
  noteRead(id: number): void {
    this.lastReadId = Math.max(this.lastReadId, id)
    this.knownIds.delete(id)
  }

  /** The log has these entries since it was read last. @returns false where one of them has to be read. */
  noteKnown(ids: readonly number[]): boolean {
    if (!ids.every((id) => id <= this.lastReadId || this.knownIds.has(id))) return false
    for (const id of ids) this.noteRead(id)
    return true
  }

  /** Runs one reading of the log after another. */
  read(work: () => Promise<void>): Promise<void> {
    const next = this.#reading.then(work)
    this.#reading = next.catch(() => undefined)
    return next
  }

  /** What still waits is run and finds the room closed. */
  destroy(): void {
    this.isClosed = true
    this.runWaiting()
    this.document.destroy()
  }
}
