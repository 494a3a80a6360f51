import type { Db, Tx } from '#db/client'
import { raiseAccessVersion } from '#db/queries/documents'
import { recordEvent } from '#db/queries/events'
import { findRecommendation } from '#db/queries/recommendations'
import type { Occurrence } from '#domain/events/events'
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

type DraftingEvent = 'recommendation.invited' | 'recommendation.left'
type OpenEvent =
  | 'recommendation.sponsored'
  | 'recommendation.sponsor-left'
  | 'recommendation.pen-given'
  | 'recommendation.pen-taken-back'

/** Records who writes a draft: only its drafters learn of it. */
export async function recordDrafters(
  tx: Tx,
  item: Recommendation,
  actor: SignedInActor,
  type: DraftingEvent,
  delegation: DelegationId,
  at: Date,
): Promise<Result> {
  const parties = [...item.proposers, ...item.invited]
  const detail = { delegation, parties }
  await recordEvent(tx, { type, subject: item.id, meeting: item.meeting, actor, detail, at })
  return { ok: true }
}

/** Records who joins a tabled text, or may edit it. */
export async function recordJoining(
  tx: Tx,
  item: Recommendation,
  actor: SignedInActor,
  what: Occurrence<OpenEvent>,
  at: Date,
): Promise<Result> {
  await recordEvent(tx, { ...what, subject: item.id, meeting: item.meeting, actor, at })
  return { ok: true }
}
