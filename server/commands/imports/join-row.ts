import type { Db } from '#db/client'
import { deleteImportRow, findNextImportRow } from '#db/queries/import-rows'
import { joinRows, judgeEdited } from '#domain/imports/edit-row'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { keepRow, onRow, type RowInput } from './on-row'

/** Makes a row and the one behind it one item. */
export const joinImportRow = (db: Db, actor: Actor, input: RowInput): Promise<Result> =>
  onRow<object>(db, actor, input, async (tx, { id, row, position }, file) => {
    const next = await findNextImportRow(tx, file.id, position)
    if (!next) return refuse('no-neighbour')
    await deleteImportRow(tx, next.id)
    await keepRow(tx, file, id, judgeEdited(joinRows(row, next.row)))
    return { ok: true }
  })
