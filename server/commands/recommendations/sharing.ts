import type { Db, Tx } from '#db/client'
import { appendAuditEvent } from '#db/queries/audit-events'
import { raiseAccessVersion } from '#db/queries/documents'
import { findRecommendation } from '#db/queries/recommendations'
import type { DelegationId, RecommendationId } from '#domain/ids'
import type { Recommendation } from '#domain/negotiation/recommendations'
import { isSignedIn, type Actor, type SignedInActor } from '#domain/people/participants'
import { can, type Action } from '#domain/permissions/can'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'

export type Input = { recommendation: RecommendationId }

export type WithDelegation = Input & { delegation: DelegationId }

type ShareAction = Extract<
  Action,
  'recommendation.invite' | 'recommendation.sponsor' | 'recommendation.leave' | 'recommendation.give-pen'
>

export function share(
  db: Db,
  actor: Actor,
  input: Input,
  action: ShareAction,
  change: (tx: Tx, item: Recommendation, by: SignedInActor, at: Date) => Promise<Result>,
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const item = await findRecommendation(tx, input.recommendation)
    if (!item || !isSignedIn(actor) || !can(actor, 'recommendation.see', item)) return refuse('not-found')
    if (!can(actor, action, item)) return refuse('not-permitted')
    // First of all: from here on no edit slips in between what is read and what is decided.
    await raiseAccessVersion(tx, item.document)
    return change(tx, item, actor, new Date())
  })
}

export async function record(
  tx: Tx,
  item: Recommendation,
  actor: SignedInActor,
  type: string,
  detail: Record<string, string>,
  at: Date,
): Promise<Result> {
  await appendAuditEvent(tx, {
    type,
    subject: { kind: 'recommendation', id: item.id },
    meeting: item.meeting,
    actor,
    detail: { ...detail, parties: [...item.proposers, ...item.invited] },
    at,
  })
  return { ok: true }
}
