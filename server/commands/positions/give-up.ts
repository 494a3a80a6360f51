import type { Db } from '#db/client'
import { recordEvent } from '#db/queries/events'
import { deletePosition, listPositions } from '#db/queries/positions'
import { findRecommendation } from '#db/queries/recommendations'
import type { RecommendationId } from '#domain/ids'
import { delegationIn, isSignedIn, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'

/** A delegation has no position on a text any more. */
export function giveUpPosition(
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId },
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const item = await findRecommendation(tx, input.recommendation)
    if (!item || !isSignedIn(actor) || !can(actor, 'recommendation.see', item)) return refuse('not-found')
    const delegation = delegationIn(actor, item)
    if (!can(actor, 'position.take', item) || !delegation) return refuse('not-permitted')
    const own = (await listPositions(tx, item.id)).find((one) => one.delegation === delegation)
    if (!own || !(await deletePosition(tx, item.id, delegation))) return refuse('nothing-changed')
    await recordEvent(tx, {
      // Whether there was one stays between the delegation and the Chair if the position did.
      type: own.audience === 'all' ? 'position.given-up' : 'position.told-to-chair',
      subject: item.id,
      meeting: item.meeting,
      actor,
      detail: { stance: 'none' },
      at: new Date(),
    })
    return { ok: true }
  })
}
