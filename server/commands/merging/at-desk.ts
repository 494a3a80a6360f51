import type { Db, Tx } from '#db/client'
import { recordEvent } from '#db/queries/events'
import { findRecommendation } from '#db/queries/recommendations'
import type { AmendmentId, RecommendationId } from '#domain/ids'
import type { Choice } from '#domain/negotiation/merging'
import type { Recommendation } from '#domain/negotiation/recommendations'
import { isSignedIn, type Actor, type SignedInActor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { isOpenText } from '#domain/permissions/recommendations'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'
import { readMergeDesk, type MergeDesk } from '#server/texts/merge-desk'

export function atDesk(
  db: Db,
  actor: Actor,
  recommendation: RecommendationId,
  work: (tx: Tx, by: SignedInActor, item: Recommendation, desk: MergeDesk) => Promise<Result>,
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const item = await findRecommendation(tx, recommendation)
    if (!item || !can(actor, 'recommendation.see', item)) return refuse('not-found')
    if (!isSignedIn(actor) || !can(actor, 'merge.decide', item)) return refuse('not-permitted')
    if (!isOpenText(item)) return refuse('text-closed')
    return work(tx, actor, item, await readMergeDesk(tx, item))
  })
}

type Change = { amendment: AmendmentId; index: number }

/** Records what was chosen for some changes; without a choice, that an earlier one was taken back. */
export async function recordChoice(
  tx: Tx,
  actor: SignedInActor,
  item: Recommendation,
  choice: Choice | undefined,
  changes: Change[],
  at: Date,
): Promise<Result> {
  await recordEvent(tx, {
    type: 'merge.chosen',
    subject: item.id,
    meeting: item.meeting,
    actor,
    detail: { ...(choice && { choice }), changes },
    at,
  })
  return { ok: true }
}
