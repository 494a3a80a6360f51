import * as Y from 'yjs'
import type { DocumentId, ParticipantId } from '#domain/ids'
import type { Connection } from './connection'
import { LiveDocument } from './live-document'
import { createPresence } from './presence'

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
  /** Which participant each base id is bound to; undefined for words that belong to an amendment or an import. */
  readonly authors: Map<number, ParticipantId | undefined>
  document: LiveDocument
  accessVersion: number
  lastUsedMs = Date.now()
  isClosed = false

  /** Entries up to this one have been read from the log. */
  lastReadId: number
  /** Later entries that are in the document already: written here, or received with a notice. */
  readonly knownIds = new Set<number>()
  entriesSinceSnapshot: number

  /** Updates that are in the document and not durable yet. */
  readonly inFlight = new Set<Outgoing>()
  /** An update that is in the document was refused by the log: the document has to be read again. */
  isStale = false
  /** Who waits for a state, with the state vector they sent. */
  readonly stateRequests = new Map<Connection, Uint8Array>()

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
    at: { accessVersion: number; authors: Map<number, ParticipantId | undefined> },
  ) {
    this.document = new LiveDocument(stored.updates)
    this.lastReadId = stored.lastUpdateId
    this.entriesSinceSnapshot = stored.entriesAfterSnapshot
    this.accessVersion = at.accessVersion
    this.authors = at.authors
  }

  /** Whether updates have to wait: someone waits for a state, and a state holds only what is durable. */
  get isWaitingForLog(): boolean {
    return this.isStale || (this.stateRequests.size > 0 && this.inFlight.size > 0)
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

  /** Runs one reading of the log after another. */
  read(work: () => Promise<void>): Promise<void> {
    const next = this.#reading.then(work)
    this.#reading = next.catch(() => undefined)
    return next
  }

  destroy(): void {
    this.isClosed = true
    this.document.destroy()
  }
}
