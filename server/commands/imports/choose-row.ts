import type { Db } from '#db/client'
import { setRowChoice } from '#db/queries/import-rows'
import { canBeTaken } from '#domain/imports/edit-row'
import type { RowChoice } from '#domain/imports/import-file'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { onRow, type RowInput } from './on-row'

/** Takes a row, or leaves it out, whatever was understood of it. */
export const chooseImportRow = (
  db: Db,
  actor: Actor,
  input: RowInput & { choice: RowChoice },
): Promise<Result> =>
  onRow<object>(db, actor, input, async (tx, { id, row }) => {
    if (input.choice === 'take' && !canBeTaken(row)) return refuse('invalid')
    await setRowChoice(tx, id, input.choice)
    return { ok: true }
  })
