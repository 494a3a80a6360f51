import { sql, type Selectable } from 'kysely'
import { ulid } from 'ulid'
import type { ImportRowTable } from '#db/tables/imports'
import type { ImportId, ImportRowId } from '#domain/ids'
import { rowChoices, type ImportRow, type RowChoice, type RowFilter } from '#domain/imports/import-file'
import { rowRefusals, rowStates, type JudgedRow, type RowState } from '#domain/imports/judge-rows'
import { rowSchema } from '#domain/imports/row-schema'
import type { Db, Tx } from '../client'
import { createIds } from '../many-ids'
import { oneOf } from './stored'

export async function deleteImportRows(db: Db, file: ImportId): Promise<void> {
  await db.deleteFrom('import_row').where('import_id', '=', file).execute()
}

/** Adds rows in their order. @param first the position of the first. */
export async function insertImportRows(
  db: Db,
  file: ImportId,
  rows: readonly (JudgedRow & { choice?: RowChoice | undefined })[],
  first: number,
): Promise<void> {
  if (rows.length === 0) return
  const newId = createIds()
  await db
    .insertInto('import_row')
    .values(
      rows.map((row, index) => ({
        id: newId(),
        import_id: file,
        position: first + index,
        choice: row.choice ?? null,
        ...stored(row),
      })),
    )
    .execute()
}

const stored = ({ row, state, reason, of, key }: JudgedRow) => ({
  line: row.line,
  state,
  reason: reason ?? null,
  of_line: of ?? null,
  text_key: key,
  row: JSON.stringify(row),
})

const taken = sql<boolean>`(choice = 'take' or (choice is null and state = 'taken'))`

const filtered = (db: Db, file: ImportId, filter: RowFilter) => {
  const query = db.selectFrom('import_row').where('import_id', '=', file)
  if (filter === 'all') return query
  if (filter === 'taken') return query.where(taken)
  return query.where('state', '=', filter).where(sql<boolean>`not ${taken}`)
}

export async function listImportRows(
  db: Db,
  file: ImportId,
  { filter, offset, limit }: { filter: RowFilter; offset: number; limit: number },
): Promise<ImportRow[]> {
  const rows = await filtered(db, file, filter)
    .selectAll()
    .orderBy('position')
    .limit(limit)
    .offset(offset)
    .execute()
  return rows.map(toImportRow)
}

/** The rows that become items, behind a position. */
export async function listTakenRows(
  db: Db,
  file: ImportId,
  after: number,
  limit: number,
): Promise<ImportRow[]> {
  const rows = await filtered(db, file, 'taken')
    .selectAll()
    .where('position', '>', after)
    .orderBy('position')
    .limit(limit)
    .execute()
  return rows.map(toImportRow)
}

export type RowCounts = Record<RowFilter, number>

export async function countImportRows(db: Db, file: ImportId): Promise<RowCounts> {
  const rows = await db
    .selectFrom('import_row')
    .select(['state', taken.as('taken'), sql<number>`count(*)`.as('count')])
    .where('import_id', '=', file)
    .groupBy(['state', taken])
    .execute()
  const counts: RowCounts = { all: 0, taken: 0, doubtful: 0, refused: 0, duplicate: 0 }
  for (const { state, taken: isTaken, count } of rows) {
    counts.all += Number(count)
    const isIn = isTaken === true || Number(isTaken) === 1
    counts[isIn ? 'taken' : oneOf(rowStates, state)] += Number(count)
  }
  return counts
}

export async function findImportRow(db: Db, file: ImportId, id: string): Promise<ImportRow | undefined> {
  const row = await db
    .selectFrom('import_row')
    .selectAll()
    .where('import_id', '=', file)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toImportRow(row)
}

/** The row behind another one. */
export async function findNextImportRow(
  db: Db,
  file: ImportId,
  position: number,
): Promise<ImportRow | undefined> {
  const row = await db
    .selectFrom('import_row')
    .selectAll()
    .where('import_id', '=', file)
    .where('position', '>', position)
    .orderBy('position')
    .limit(1)
    .executeTakeFirst()
  return row && toImportRow(row)
}

/** Other rows of the file with the same text that become items, the first first. */
export async function findTakenTwin(
  db: Db,
  file: ImportId,
  row: { id: ImportRowId | undefined; key: string },
): Promise<ImportRow | undefined> {
  const twin = await filtered(db, file, 'taken')
    .selectAll()
    .where('text_key', '=', row.key)
    .where('id', '!=', row.id ?? '')
    .orderBy('position')
    .limit(1)
    .executeTakeFirst()
  return twin && toImportRow(twin)
}

export async function updateImportRow(
  tx: Tx,
  id: ImportRowId,
  row: JudgedRow & { choice: RowChoice | undefined },
): Promise<void> {
  await tx
    .updateTable('import_row')
    .set({ ...stored(row), choice: row.choice ?? null })
    .where('id', '=', id)
    .execute()
}

export async function setRowChoice(tx: Tx, id: ImportRowId, choice: RowChoice | undefined): Promise<void> {
  await tx
    .updateTable('import_row')
    .set({ choice: choice ?? null })
    .where('id', '=', id)
    .execute()
}

/** So many rows are named in one statement. */
const namedAtOnce = 500

/** Rows that were chosen and whose texts turned out to be there already. */
export async function markRepeated(tx: Tx, ids: readonly ImportRowId[]): Promise<void> {
  for (let start = 0; start < ids.length; start += namedAtOnce) {
    await tx
      .updateTable('import_row')
      .set({ state: 'duplicate', of_line: 0, choice: null })
      .where('id', 'in', ids.slice(start, start + namedAtOnce))
      .execute()
  }
}

/** Decides about all rows of one state at once; what has no text cannot be taken. */
export async function setRowChoices(
  tx: Tx,
  file: ImportId,
  state: RowState,
  choice: RowChoice | undefined,
): Promise<void> {
  const rows = tx
    .updateTable('import_row')
    .set({ choice: choice ?? null })
    .where('import_id', '=', file)
    .where('state', '=', state)
  await (choice === 'take' ? rows.where('text_key', '!=', '') : rows).execute()
}

export async function deleteImportRow(tx: Tx, id: ImportRowId): Promise<void> {
  await tx.deleteFrom('import_row').where('id', '=', id).execute()
}

export async function insertImportRowAt(
  tx: Tx,
  file: ImportId,
  row: JudgedRow & { position: number; choice: RowChoice | undefined },
): Promise<ImportRowId> {
  const id = ulid() as ImportRowId
  await tx
    .insertInto('import_row')
    .values({ id, import_id: file, position: row.position, choice: row.choice ?? null, ...stored(row) })
    .execute()
  return id
}

function toImportRow(row: Selectable<ImportRowTable>): ImportRow {
  return {
    id: row.id as ImportRowId,
    position: row.position,
    row: rowSchema.parse(JSON.parse(row.row)),
    state: oneOf(rowStates, row.state),
    ...(row.reason !== null && { reason: oneOf(rowRefusals, row.reason) }),
    ...(row.of_line !== null && { of: row.of_line }),
    key: row.text_key,
    choice: row.choice === null ? undefined : oneOf(rowChoices, row.choice),
  }
}
