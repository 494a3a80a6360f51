import type { Db } from '#db/client'
import { raiseAccessVersion } from '#db/queries/documents'
import { recordEvent } from '#db/queries/events'
import { isListAdopted } from '#db/queries/lists'
import { findRecommendation, moveRecommendation } from '#db/queries/recommendations'
import { decidePreliminary } from '#domain/decide'
import type { RecommendationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { recommendationIs } from '#domain/status'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'
import { settleOpenAmendments } from '#server/texts/settle-open-amendments'

export type Input = {
  recommendation: RecommendationId
  reason?: string
  /** What was open when the Chair was asked to confirm. */
  seen?: string
}

export function movePreliminary(
  db: Db,
  actor: Actor,
  input: Input,
  action: 'discuss' | 'withdraw',
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const item = await findRecommendation(tx, input.recommendation)
    if (!item || !can(actor, 'recommendation.see', item)) return refuse('not-found')
    if (item.stage !== 'preliminary') return refuse('wrong-status')
    const decision = decidePreliminary(item, action, actor)
    if (!decision.ok) return decision
    if (action === 'withdraw' && (await isListAdopted(tx, item.meeting))) return refuse('already-adopted')
    // First of all: from here on no edit slips in between what is read and what is decided.
    await raiseAccessVersion(tx, item.document)
    const isPrivate = recommendationIs.draft(item.status)
    if (action === 'withdraw' && !isPrivate && !input.reason?.trim()) return refuse('reason-required')
    const at = new Date()
    if (action === 'withdraw') {
      const because = { cause: 'text-withdrawn', reason: input.reason, at } as const
      const settled = await settleOpenAmendments(tx, actor, item.id, because)
      if (!settled.ok) return settled
    }
    if (!(await moveRecommendation(tx, item, decision.to, at))) return refuse('changed-meanwhile')
    const event = {
      subject: item.id,
      meeting: item.meeting,
      actor,
      reason: input.reason?.trim() || undefined,
      at,
    }
    if (isPrivate) {
      const parties = [...item.proposers, ...item.invited]
      await recordEvent(tx, { ...event, type: 'recommendation.draft-withdrawn', detail: { parties } })
    } else {
      const type = action === 'discuss' ? 'recommendation.taken-up' : 'recommendation.withdrawn'
      await recordEvent(tx, { ...event, type })
    }
    return { ok: true }
  })
}
