import type { Db } from '#db/client'
import { judgeEdited, splitRow } from '#domain/imports/edit-row'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { insertBehind, keepRow, onRow, type RowInput } from './on-row'

/** Makes each paragraph and sub-item of a row an item of its own. */
export const splitImportRow = (db: Db, actor: Actor, input: RowInput): Promise<Result> =>
  onRow<object>(db, actor, input, async (tx, { id, row, position }, file) => {
    const [first, ...more] = splitRow(row)
    if (!first || more.length === 0) return refuse('nothing-changed')
    await keepRow(tx, file, id, judgeEdited(first))
    await insertBehind(tx, file, position, more)
    return { ok: true }
  })
