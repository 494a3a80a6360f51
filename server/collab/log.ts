import type { RefusedReason } from '#collab/messages'
import type { Db, Tx } from '#db/client'
import { capabilitiesOf } from '#db/client'
import { notifyProcesses } from '#db/notifications'
import {
  appendDocumentUpdates,
  bindDocumentAuthor,
  listDocumentUpdates,
  listLastUpdateIds,
  type LogEntry,
} from '#db/queries/documents'
import { isTransient } from '#db/transient'
import type { DelegationId, DocumentId, ParticipantId } from '#domain/ids'

/** One update as a connection sent it, waiting to become durable. */
export type Pending = {
  document: DocumentId
  payload: Uint8Array
  participant: ParticipantId
  delegation: DelegationId | undefined
  /** Client ids under which it writes something new. */
  clients: readonly number[]
  /** Authors that are known to be bound; a client id is bound once, for ever. */
  authors: Map<number, ParticipantId>
  /** The document's access version when the sender's right to write was decided. */
  accessVersion: number
  /** The connection it came from: what it sends after an update that was refused here builds on that one. */
  sender: object
  /** Decides again, inside the transaction, when the access version has moved. */
  mayStillWrite: (tx: Tx) => Promise<boolean>
  /** What others added to the document's log. */
  trail: Trail
  /** The last of their entries that was known when the update was checked. */
  seen: number
  /** Checks it anew against entries that were not. */
  meets: (entries: readonly LogEntry[]) => RefusedReason | undefined
  /** Told after the commit: the entry's id, or why it was refused. */
  settle: (outcome: Outcome) => void
}

/** How far the log of an open document was followed while writing to it, which may be ahead of the document. */
export type Trail = {
  /** All entries up to this one were written here, or looked at. */
  end: number
  /** Entries of others that updates on their way may not have been checked against. */
  entries: LogEntry[]
}

/** From so many updates in one transaction on, it pays to let the next one gather. */
const piledUp = 4
/** For so long, in milliseconds: a commit waits for the disk, and fewer of them leave time for everything else. */
const gatherTime = 10
/** While the database does not answer, the next attempt waits this long, in milliseconds: doubled each time. */
const firstRetry = 50
const slowestRetry = 2_000

export type Outcome = { id: number } | { refused: RefusedReason }

/**
 * Group commit: whatever all rooms received in one turn of the event loop becomes durable in one transaction,
 * and only then is anyone told of it. The next batch gathers while the last one commits. While the database is
 * away or its disk is full, updates wait: an edit is late then, and nobody is told that it is kept.
 */
export function createLogWriter(db: Db, onFailure: (error: unknown) => void) {
  let queue: Pending[] = []
  let running: Promise<void> | undefined
  let scheduled = false
  const refusedSenders = new WeakSet<object>()

  const commit = async (batch: readonly Pending[]) => {
    const refused = new Set<object>()
    let trails: ReadonlyMap<Trail, LogEntry[]> = new Map()
    const outcomes = await db.transaction().execute(async (tx) => {
      refused.clear()
      const documents = [...new Set(batch.map((one) => one.document))]
      const versions = await lockAccessVersions(tx, documents)
      trails = await followTrails(tx, batch, documents)
      const at = new Date()
      const refusals = new Map<Pending, RefusedReason>()
      for (const one of batch) {
        const isStale = refused.has(one.sender) || refusedSenders.has(one.sender)
        const reason = isStale
          ? 'incomplete'
          : await refusalOf(tx, one, versions.get(one.document), at, trails)
        if (!reason) continue
        refused.add(one.sender)
        refusals.set(one, reason)
      }
      const taken = batch.filter((one) => !refusals.has(one))
      const ids = await appendDocumentUpdates(
        tx,
        taken.map(({ document, payload, participant }) => ({ document, payload, participant, at })),
      )
      if (taken.length > 0)
        await notifyProcesses(tx, { documents: [...new Set(taken.map((one) => one.document))] })
      const idOf = new Map(taken.map((one, index) => [one, ids[index]]))
      return batch.map((one): Outcome => {
        const id = idOf.get(one)
        return id === undefined ? { refused: refusals.get(one) ?? 'failed' } : { id }
      })
    })
    for (const sender of refused) refusedSenders.add(sender)
    batch.forEach((one, index) => {
      const outcome = outcomes[index]
      // Only what is committed is bound.
      if (outcome && 'id' in outcome)
        for (const client of one.clients) one.authors.set(client, one.participant)
    })
    for (const [trail, entries] of trails) {
      trail.end = entries.at(-1)?.id ?? trail.end
      trail.entries.push(...entries)
    }
    batch.forEach(({ trail, seen }, index) => {
      const outcome = outcomes[index]
      if (outcome && 'id' in outcome) trail.end = Math.max(trail.end, outcome.id)
      // Whatever comes later knows at least as much as what waits now.
      const oldest = queue.find((one) => one.trail === trail)?.seen ?? seen
      if (trail.entries.length > 0) trail.entries = trail.entries.filter(({ id }) => id > oldest)
    })
    batch.forEach((one, index) => one.settle(outcomes[index] ?? { refused: 'failed' }))
  }

  /** Commits until it succeeds; what no retry can mend is refused, and with it nobody else's edits. */
  const commitSurely = async (batch: readonly Pending[]): Promise<void> => {
    for (let pause = firstRetry; ; pause = Math.min(slowestRetry, pause * 2)) {
      try {
        return await commit(batch)
      } catch (error) {
        if (pause === firstRetry) onFailure(error)
        if (!isTransient(error)) break
        // A commit whose answer was lost may be repeated: an update that comes twice changes nothing.
        await new Promise((resolve) => setTimeout(resolve, pause))
      }
    }
    const senders = new Set(batch.map((one) => one.sender))
    if (senders.size > 1) {
      for (const sender of senders) await commitSurely(batch.filter((one) => one.sender === sender))
    } else {
      for (const one of batch) {
        refusedSenders.add(one.sender)
        one.settle({ refused: 'failed' })
      }
    }
  }

  const run = async () => {
    while (queue.length > 0) {
      const batch = queue
      queue = []
      await commitSurely(batch)
      if (batch.length >= piledUp) await new Promise((resolve) => setTimeout(resolve, gatherTime))
    }
    running = undefined
  }

  return {
    add(pending: Pending): void {
      queue.push(pending)
      if (scheduled || running) return
      scheduled = true
      setImmediate(() => {
        scheduled = false
        running ??= run()
      })
    },
    /** Resolves when everything that was added is durable or refused. */
    async drained(): Promise<void> {
      while (queue.length > 0 || running) await (running ?? new Promise(setImmediate))
    },
  }
}

/**
 * Reads the access versions so that they cannot move before this transaction ends: a command that takes the
 * right to write away waits for us, or we see what it did. The lock also makes the numbers of a document's log
 * follow the order of its commits, on whichever processes. Always taken in the order of the ids.
 */
async function lockAccessVersions(tx: Tx, documents: readonly string[]): Promise<Map<string, number>> {
  const query = tx
    .selectFrom('document')
    .select(['id', 'access_version'])
    .where('id', 'in', documents)
    .orderBy('id')
  const rows = await (capabilitiesOf(tx).concurrentWriters ? query.forUpdate() : query).execute()
  return new Map(rows.map((row) => [row.id, row.access_version]))
}

/** What others added to the logs since they were looked at last: nothing more is added before this transaction ends. */
async function followTrails(
  tx: Tx,
  batch: readonly Pending[],
  documents: readonly DocumentId[],
): Promise<Map<Trail, LogEntry[]>> {
  const last = await listLastUpdateIds(tx, documents)
  const added = new Map<Trail, LogEntry[]>()
  for (const { document, trail } of batch) {
    if (added.has(trail) || (last.get(document) ?? 0) <= trail.end) continue
    added.set(trail, await listDocumentUpdates(tx, document, { after: trail.end }))
  }
  return added
}

/** Why an update may not become part of the log now; undefined where it may, and its client ids are bound. */
async function refusalOf(
  tx: Tx,
  pending: Pending,
  accessVersion: number | undefined,
  at: Date,
  trails: ReadonlyMap<Trail, LogEntry[]>,
): Promise<RefusedReason | undefined> {
  const { document, participant, delegation, clients, trail } = pending
  if (accessVersion !== pending.accessVersion && !(await pending.mayStillWrite(tx))) return 'not-permitted'
  const unknown = [...trail.entries, ...(trails.get(trail) ?? [])].filter(
    // A commit whose answer was lost has written the very same.
    ({ id, payload }) => id > pending.seen && Buffer.compare(payload, pending.payload) !== 0,
  )
  const loss = unknown.length > 0 ? pending.meets(unknown) : undefined
  if (loss) return loss
  const delegations = delegation ? [delegation] : []
  for (const client of clients) {
    const known = pending.authors.get(client)
    if (known === participant) continue
    if (known !== undefined) return 'foreign-author'
    const author = await bindDocumentAuthor(
      tx,
      document,
      { base: client, participant, amendment: undefined, delegations },
      at,
    )
    if (author.participant !== participant) return 'foreign-author'
  }
  return undefined
}
