import type { AmendmentId, ParticipantId } from '#domain/ids'
import { choices, type Choice } from '#domain/negotiation/merging'
import {
  outcomeCauses,
  outcomes,
  type ChangeDecision,
  type Outcome,
  type OutcomeCause,
} from '#domain/negotiation/outcomes'
import type { Db, Tx } from '../client'
import { oneOf } from './stored'

/** What the merge desk knows of one change of an amendment. */
export type ChangeState = {
  index: number
  /** Chosen and not yet taken into the text. */
  choice: Choice | undefined
  chosenBy: ParticipantId | undefined
  outcome: Outcome | undefined
  reason: string | undefined
  cause: OutcomeCause | undefined
  decidedAt: Date | undefined
}

/** The changes of these amendments for which something was chosen or decided. */
export async function listChangeStates(
  db: Db,
  amendments: readonly AmendmentId[],
): Promise<Map<AmendmentId, ChangeState[]>> {
  const states = new Map<AmendmentId, ChangeState[]>(amendments.map((id) => [id, []]))
  if (amendments.length === 0) return states
  const rows = await db
    .selectFrom('amendment_change')
    .selectAll()
    .where('amendment_id', 'in', amendments)
    .orderBy('change_index')
    .execute()
  for (const row of rows) {
    states.get(row.amendment_id as AmendmentId)?.push({
      index: row.change_index,
      choice: row.choice === null ? undefined : oneOf(choices, row.choice),
      chosenBy: (row.chosen_by ?? undefined) as ParticipantId | undefined,
      outcome: row.outcome === null ? undefined : oneOf(outcomes, row.outcome),
      reason: row.reason ?? undefined,
      cause: row.cause === null ? undefined : oneOf(outcomeCauses, row.cause),
      decidedAt: row.decided_at === null ? undefined : new Date(row.decided_at),
    })
  }
  return states
}

/**
 * Chooses what shall be done with a change, or nothing.
 * @returns false where the change is decided already.
 */
export async function chooseForChange(
  tx: Tx,
  change: { amendment: AmendmentId; index: number },
  choice: Choice | undefined,
  by: ParticipantId,
  at: Date,
): Promise<boolean> {
  const values = { choice: choice ?? null, chosen_by: by, chosen_at: at.toISOString() }
  const result = await tx
    .insertInto('amendment_change')
    .values({ amendment_id: change.amendment, change_index: change.index, ...values })
    .onConflict((conflict) =>
      conflict
        .columns(['amendment_id', 'change_index'])
        .doUpdateSet(values)
        .where('amendment_change.outcome', 'is', null),
    )
    .executeTakeFirstOrThrow()
  return result.numInsertedOrUpdatedRows === 1n
}

/** What was chosen and not taken into the text is to be chosen again. */
export async function clearChoices(tx: Tx, amendment: AmendmentId): Promise<void> {
  await tx
    .deleteFrom('amendment_change')
    .where('amendment_id', '=', amendment)
    .where('outcome', 'is', null)
    .execute()
}

/** Records what became of changes; what was decided before stays as it is. */
export async function settleChanges(
  tx: Tx,
  amendment: AmendmentId,
  decided: ReadonlyMap<number, ChangeDecision>,
  by: ParticipantId | undefined,
  at: Date,
): Promise<void> {
  for (const [index, { outcome, reason, cause }] of decided) {
    const values = {
      choice: null,
      outcome,
      reason: reason ?? null,
      cause: cause ?? null,
      decided_by: by ?? null,
      decided_at: at.toISOString(),
    }
    await tx
      .insertInto('amendment_change')
      .values({ amendment_id: amendment, change_index: index, ...values })
      .onConflict((conflict) =>
        conflict
          .columns(['amendment_id', 'change_index'])
          .doUpdateSet(values)
          .where('amendment_change.outcome', 'is', null),
      )
      .execute()
  }
}
