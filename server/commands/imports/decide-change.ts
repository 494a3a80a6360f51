import type { Db } from '#db/client'
import { updateImportRow } from '#db/queries/import-rows'
import { decideChange, judgeEdited } from '#domain/imports/edit-row'
import type { ChangeDecision } from '#domain/imports/tracked-text'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { onRow, type RowInput } from './on-row'

/** Accepts or rejects one change that was tracked in a row. */
export const decideImportChange = (
  db: Db,
  actor: Actor,
  input: RowInput & { change: number; decision: ChangeDecision },
): Promise<Result> =>
  onRow<object>(db, actor, input, async (tx, { id, row, choice }) => {
    if (!row.tracked?.changes[input.change]) return refuse('not-found')
    const judged = judgeEdited(decideChange(row, input.change, input.decision))
    if (judged.state === 'refused') await updateImportRow(tx, id, { ...judged, choice: undefined })
    else {
      // What made the row doubtful is as doubtful as before.
      const state = row.doubts.length > 0 ? 'doubtful' : judged.state
      await updateImportRow(tx, id, { ...judged, state, choice: row.outside ? 'take' : choice })
    }
    return { ok: true }
  })
