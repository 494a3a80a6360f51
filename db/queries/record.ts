import type { Cell, LedgerTable } from '#domain/record/ledger'
import type { Db } from '../client'
import type { RecordedEvent } from '#domain/events/events'
import { recommendationIs } from '#domain/status'
import { toEvent } from './events'

/** A table as it is stored, for comparison with what the events say. */
export async function listStoredRows(
  db: Db,
  table: LedgerTable | 'submission_comment',
): Promise<Record<string, Cell>[]> {
  // Every table has its own columns; what they hold is compared, never believed.
  const rows: Record<string, unknown>[] = await db.selectFrom(table).selectAll().execute()
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).flatMap(([column, value]): [string, Cell][] =>
        typeof value === 'string' || typeof value === 'number' || value === null ? [[column, value]] : [],
      ),
    ),
  )
}

/** Where each item went, by disposition. */
export async function listStoredTargets(db: Db): Promise<Map<string, string[]>> {
  const targets = new Map<string, string[]>()
  for (const row of await db.selectFrom('disposition_target').selectAll().execute())
    targets.set(row.disposition_id, [...(targets.get(row.disposition_id) ?? []), row.recommendation_id])
  return targets
}

export async function listStoredComments(db: Db) {
  return db.selectFrom('comment').selectAll().orderBy('list_item_id').execute()
}

/** All events, oldest first, in portions. */
export async function* listAllEvents(db: Db): AsyncGenerator<RecordedEvent> {
  for (let last = 0; ;) {
    const rows = await db
      .selectFrom('audit_event')
      .selectAll()
      .where('sequence', '>', last)
      .orderBy('sequence')
      .limit(500)
      .execute()
    for (const row of rows) yield* toEvent(row)
    const end = rows.at(-1)
    if (!end) return
    last = end.sequence
  }
}

/** Snapshots, and whether the log has the entry up to which each goes. */
export async function listStoredSnapshots(db: Db) {
  const rows = await db
    .selectFrom('document_snapshot')
    .leftJoin('document_update', (join) =>
      join
        .onRef('document_update.id', '=', 'document_snapshot.update_id')
        .onRef('document_update.document_id', '=', 'document_snapshot.document_id'),
    )
    .selectAll('document_snapshot')
    .select('document_update.id as logged_id')
    .execute()
  return rows.map(({ logged_id, ...row }) => ({ ...row, is_logged: logged_id !== null }))
}

/** Frozen texts, with what is kept beside them for lists and search. */
export async function listFrozenRecommendations(db: Db) {
  return db
    .selectFrom('recommendation')
    .select(['id', 'text', 'search_text', 'brackets', 'status'])
    .where('status', 'in', recommendationIs.frozen.statuses)
    .execute()
}
