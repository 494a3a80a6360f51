import type { Db } from '#db/client'
import { recordEvent } from '#db/queries/events'
import { listPositions, savePosition } from '#db/queries/positions'
import { findRecommendation } from '#db/queries/recommendations'
import type { RecommendationId } from '#domain/ids'
import { needsReason, type Audience, type Stance } from '#domain/negotiation/positions'
import { delegationIn, isSignedIn, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'

/** A delegation says what it thinks of a text, to everybody or to the Chair alone; the last word counts. */
export function takePosition(
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId; stance: Stance; audience: Audience; reason: string },
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const item = await findRecommendation(tx, input.recommendation)
    if (!item || !isSignedIn(actor) || !can(actor, 'recommendation.see', item)) return refuse('not-found')
    const delegation = delegationIn(actor, item)
    if (!can(actor, 'position.take', item) || !delegation) return refuse('not-permitted')
    const reason = input.reason.trim()
    if (needsReason(input.stance) && reason === '') return refuse('reason-required')
    const at = new Date()
    const { stance, audience } = input
    const before = (await listPositions(tx, item.id)).find((one) => one.delegation === delegation)
    if (before?.stance === stance && before.audience === audience && before.reason === reason)
      return refuse('nothing-changed')
    await savePosition(tx, {
      recommendation: item.id,
      delegation,
      stance,
      audience,
      reason,
      participant: actor.participant,
      at,
    })
    await recordEvent(tx, {
      type: audience === 'all' ? 'position.taken' : 'position.told-to-chair',
      subject: item.id,
      meeting: item.meeting,
      actor,
      reason: reason || undefined,
      detail: { stance },
      at,
    })
    return { ok: true }
  })
}
