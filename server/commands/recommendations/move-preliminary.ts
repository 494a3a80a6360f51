import type { Db } from '#db/client'
import { raiseAccessVersion } from '#db/queries/documents'
import { isListAdopted } from '#db/queries/lists'
import { moveRecommendation, setTextOfDocument } from '#db/queries/recommendations'
import { decidePreliminary } from '#domain/decide'
import type { RecommendationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { recommendationIs } from '#domain/status'
import { withoutAuthors } from '#domain/text/content'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { settleOpenAmendments } from '#server/texts/settle-open-amendments'
import { readFinalWords } from '#server/texts/who-wrote'

export type Move = {
  recommendation: RecommendationId
  reason?: string
  /** What was open when the Chair was asked to confirm. */
  seen?: string
}

/** What moves a preliminary recommendation from one status to the next, without a text of its own. */
export function movePreliminary(
  db: Db,
  actor: Actor,
  input: Move,
  action: 'discuss' | 'withdraw',
): Promise<Result> {
  return command(db, actor, async ({ tx, see, decided, record }) => {
    const item = await see.recommendation(input.recommendation)
    if (item.stage !== 'preliminary') return refuse('wrong-status')
    const to = decided(decidePreliminary(item, action, actor))
    if (action === 'withdraw' && (await isListAdopted(tx, item.meeting))) return refuse('already-adopted')
    await raiseAccessVersion(tx, item.document)
    const isPrivate = recommendationIs.draft(item.status)
    if (action === 'withdraw' && !isPrivate && !input.reason?.trim()) return refuse('reason-required')
    const at = new Date()
    // Lists follow typing after a pause. A discarded draft must not wait for that: no one is notified of it later.
    if (isPrivate)
      await setTextOfDocument(tx, item.document, withoutAuthors(await readFinalWords(tx, item.document)), at)
    if (action === 'withdraw') {
      const because = { cause: 'text-withdrawn', reason: input.reason, at } as const
      const settled = await settleOpenAmendments(tx, actor, item.id, because)
      if (!settled.ok) return settled
    }
    if (!(await moveRecommendation(tx, item, to, at))) return refuse('changed-meanwhile')
    const event = {
      subject: item.id,
      meeting: item.meeting,
      reason: input.reason?.trim() || undefined,
      at,
    }
    if (isPrivate) {
      const parties = [...item.proposers, ...item.invited]
      await record({ ...event, type: 'recommendation.draft-withdrawn', detail: { parties } })
    } else {
      const type = action === 'discuss' ? 'recommendation.taken-up' : 'recommendation.withdrawn'
      await record({ ...event, type })
    }
    return { ok: true }
  })
}
