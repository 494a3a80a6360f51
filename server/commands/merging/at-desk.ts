import type { Db, Tx } from '#db/client'
import { appendAuditEvent } from '#db/queries/audit-events'
import { findRecommendation } from '#db/queries/recommendations'
import type { RecommendationId } from '#domain/ids'
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

export async function tell(
  tx: Tx,
  actor: SignedInActor,
  item: Recommendation,
  detail: Record<string, string | number>,
  at: Date,
): Promise<Result> {
  await appendAuditEvent(tx, {
    type: 'merge.chosen',
    subject: { kind: 'recommendation', id: item.id },
    meeting: item.meeting,
    actor,
    detail,
    at,
  })
  return { ok: true }
}
