import type { Db } from '#db/client'
import { editRow, judgeEdited, type RowEdit } from '#domain/imports/edit-row'
import { longestText } from '#domain/negotiation/recommendations'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { insertBehind, keepRow, onRow, type RowInput } from './on-row'

/** Corrects a row by hand; an empty line in its text makes two of it. */
export const editImportRow = (db: Db, actor: Actor, input: RowInput & { edit: RowEdit }): Promise<Result> =>
  onRow<object>(db, actor, input, async (tx, { id, row, position }, file) => {
    if (input.edit.text.length > longestText * 4) return refuse('invalid')
    const [first, ...more] = editRow(row, input.edit)
    if (!first) return refuse('empty-text')
    await keepRow(tx, file, id, judgeEdited(first))
    await insertBehind(tx, file, position, more)
    return { ok: true }
  })
