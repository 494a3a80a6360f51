import type { Db } from '#db/client'
import { listChangeStates } from '#db/queries/amendment-changes'
import type { Amendment } from '#db/queries/amendments'
import type { AmendmentId } from '#domain/ids'
import type { ChangeOutcome } from '#domain/negotiation/outcomes'
import { readTabledAmendments } from './tabled-changes'

/** The changes of amendments that are, or were, on the table: what each does, and what became of it and why. */
export async function readChangeOutcomes(
  db: Db,
  amendments: readonly Amendment[],
): Promise<Map<AmendmentId, ChangeOutcome[]>> {
  const tabled = await readTabledAmendments(db, amendments)
  const states = await listChangeStates(db, [...tabled.keys()])
  return new Map(
    [...tabled].map(([id, { changes }]) => [
      id,
      changes.map(({ index, removed, added }): ChangeOutcome => {
        const state = states.get(id)?.find((changeState) => changeState.index === index)
        const { outcome, reason, cause, decidedAt } = state ?? {}
        return {
          index,
          removed,
          added,
          outcome,
          ...(reason !== undefined && { reason }),
          ...(cause !== undefined && { cause }),
          ...(decidedAt !== undefined && { decidedAt: decidedAt.toISOString() }),
        }
      }),
    ]),
  )
}
