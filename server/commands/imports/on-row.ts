import type { Db, Tx } from '#db/client'
import { touchImportFile } from '#db/queries/import-files'
import {
  findImportRow,
  findNextImportRow,
  findTakenTwin,
  insertImportRowAt,
  updateImportRow,
} from '#db/queries/import-rows'
import type { ImportId, ImportRowId } from '#domain/ids'
import type { ImportFile, ImportRow } from '#domain/imports/import-file'
import { judgeEdited } from '#domain/imports/edit-row'
import { joinNames, type JudgedRow } from '#domain/imports/judge-rows'
import type { ParsedRow } from '#domain/imports/parsed-row'
import type { Actor } from '#domain/people/participants'
import { importIs } from '#domain/status'
import { refuse, type Result } from '#server/frame/refusal'
import { onImport } from './on-import'

export type RowInput = { import: ImportId; row: ImportRowId }

/** What is done to one row of a file that was read. */
export const onRow = <Made extends object>(
  db: Db,
  actor: Actor,
  input: RowInput,
  change: (tx: Tx, row: ImportRow, file: ImportFile) => Promise<Result<Made>>,
): Promise<Result<Made>> =>
  onImport<Made>(db, actor, { import: input.import, in: importIs.ready }, async (tx, file) => {
    const row = await findImportRow(tx, file.id, input.row)
    if (!row) return refuse('not-found')
    await touchImportFile(tx, file.id, new Date())
    return change(tx, row, file)
  })

/** Keeps a row as somebody left it: it is taken, unless another one that is taken says the same. */
export async function keepRow(tx: Tx, file: ImportFile, id: ImportRowId, judged: JudgedRow): Promise<void> {
  const twin = await joinTwin(tx, file, judged, id)
  await updateImportRow(
    tx,
    id,
    twin
      ? { ...judged, state: 'duplicate', of: twin.row.line, choice: undefined }
      : { ...judged, choice: judged.state === 'taken' ? 'take' : undefined },
  )
}

/** The row that is taken and says the same: it has the names of both. */
async function joinTwin(
  tx: Tx,
  file: ImportFile,
  { state, key, row }: JudgedRow,
  id: ImportRowId | undefined,
): Promise<ImportRow | undefined> {
  const twin = state === 'taken' ? await findTakenTwin(tx, file.id, { id, key }) : undefined
  if (twin) await updateImportRow(tx, twin.id, { ...twin, row: joinNames(twin.row, row) })
  return twin
}

/** Adds rows right behind one. */
export async function insertBehind(
  tx: Tx,
  file: ImportFile,
  position: number,
  rows: readonly ParsedRow[],
): Promise<void> {
  const next = (await findNextImportRow(tx, file.id, position))?.position ?? position + 1
  for (const [index, row] of rows.entries()) {
    const between = position + ((next - position) * (index + 1)) / (rows.length + 1)
    const judged = judgeEdited(row)
    const twin = await joinTwin(tx, file, judged, undefined)
    await insertImportRowAt(
      tx,
      file.id,
      twin
        ? { ...judged, state: 'duplicate', of: twin.row.line, position: between, choice: undefined }
        : { ...judged, position: between, choice: judged.state === 'taken' ? 'take' : undefined },
    )
  }
}
