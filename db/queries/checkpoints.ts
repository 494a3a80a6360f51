import type { Selectable } from 'kysely'
import { ulid } from 'ulid'
import type { CheckpointTable } from '#db/tables/record'
import { capabilitiesOf, type Db } from '../client'

/** The state of the record at an instant, signed. */
export type Checkpoint = {
  sequence: number
  eventHash: string
  updateId: number
  logHash: string
  /** Of who is bound to which words and to which role, as far as it was settled then. */
  bindingsHash: string
  settledUntil: string
  at: string
  publicKey: string
  signature: string
}

export async function insertCheckpoint(db: Db, checkpoint: Checkpoint): Promise<void> {
  await db
    .insertInto('checkpoint')
    .values({
      id: ulid(Date.parse(checkpoint.at)),
      sequence: checkpoint.sequence,
      event_hash: checkpoint.eventHash,
      update_id: checkpoint.updateId,
      log_hash: checkpoint.logHash,
      bindings_hash: checkpoint.bindingsHash,
      settled_until: checkpoint.settledUntil,
      at: checkpoint.at,
      public_key: checkpoint.publicKey,
      signature: checkpoint.signature,
    })
    .execute()
}

/** All checkpoints, the first one first. */
export async function listCheckpoints(db: Db): Promise<Checkpoint[]> {
  const rows = await db.selectFrom('checkpoint').selectAll().orderBy('sequence').orderBy('id').execute()
  return rows.map(toCheckpoint)
}

export async function findLastCheckpoint(db: Db): Promise<Checkpoint | undefined> {
  const row = await db.selectFrom('checkpoint').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst()
  return row && toCheckpoint(row)
}

/** Whether a list was issued after an event. */
export async function wasListIssuedSince(db: Db, sequence: number): Promise<boolean> {
  const row = await db
    .selectFrom('audit_event')
    .select('sequence')
    .where('sequence', '>', sequence)
    .where('type', 'in', ['list.issued', 'list.adopted'])
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export async function findEventHash(db: Db, sequence: number): Promise<string | undefined> {
  const row = await db
    .selectFrom('audit_event')
    .select('hash')
    .where('sequence', '=', sequence)
    .executeTakeFirst()
  return row?.hash
}

export async function findLastEvent(db: Db): Promise<{ sequence: number; hash: string } | undefined> {
  return db
    .selectFrom('audit_event')
    .select(['sequence', 'hash'])
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** One entry of the logs of texts, as checkpoints include it. */
export type LoggedUpdate = {
  id: number
  document: string
  participant: string | null
  at: string
  payload: Uint8Array
}

/**
 * Until when nothing more can appear. Where several processes write, a transaction that began earlier may end later:
 * then what is a minute old is settled.
 */
export const settledUntil = (db: Db, now: Date): string =>
  new Date(now.getTime() - (capabilitiesOf(db).concurrentWriters ? 60_000 : 0)).toISOString()

/** Who was bound to which words, and who had which role, until an instant: none of it changes afterwards. */
export async function listBindings(db: Db, until: string) {
  const authors = await db
    .selectFrom('document_author')
    .selectAll()
    .where('since', '<=', until)
    .orderBy('document_id')
    .orderBy('base_id')
    .execute()
  const memberships = await db
    .selectFrom('membership')
    .selectAll()
    .where('since', '<=', until)
    .orderBy('id')
    .execute()
  return {
    authors,
    // Anyone who left later had the role then.
    memberships: memberships.map((row) => ({
      ...row,
      ended_at: row.ended_at !== null && row.ended_at <= until ? row.ended_at : null,
    })),
  }
}

/** The entries of all logs behind an entry, in portions. */
export async function* listLoggedUpdates(
  db: Db,
  range: { after: number; upTo?: number; until?: string },
): AsyncGenerator<LoggedUpdate> {
  for (let last = range.after; ;) {
    let query = db.selectFrom('document_update').selectAll().where('id', '>', last).orderBy('id').limit(500)
    if (range.upTo !== undefined) query = query.where('id', '<=', range.upTo)
    if (range.until) query = query.where('at', '<', range.until)
    const rows = await query.execute()
    for (const row of rows)
      yield {
        id: row.id,
        document: row.document_id,
        participant: row.participant_id,
        at: row.at,
        payload: row.payload,
      }
    const end = rows.at(-1)
    if (!end) return
    last = end.id
  }
}

const toCheckpoint = (row: Selectable<CheckpointTable>): Checkpoint => ({
  sequence: row.sequence,
  eventHash: row.event_hash,
  updateId: row.update_id,
  logHash: row.log_hash,
  bindingsHash: row.bindings_hash,
  settledUntil: row.settled_until,
  at: row.at,
  publicKey: row.public_key,
  signature: row.signature,
})
