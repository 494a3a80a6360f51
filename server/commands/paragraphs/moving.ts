import type { Db } from '#db/client'
import { appendAuditEvent } from '#db/queries/audit-events'
import { raiseAccessVersion } from '#db/queries/documents'
import { findRecommendation, moveRecommendation } from '#db/queries/recommendations'
import { decideConsolidated } from '#domain/decide'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { countBrackets, plainText } from '#domain/text/content'
import type { Input } from '#server/commands/recommendations/moving'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'
import { freezeText, readWorkingText } from '#server/texts/freeze-text'

export function moveConsolidated(
  db: Db,
  actor: Actor,
  input: Input,
  action: 'agree' | 'reopen' | 'discuss' | 'drop',
  type: string,
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const item = await findRecommendation(tx, input.recommendation)
    if (!item || !can(actor, 'recommendation.see', item)) return refuse('not-found')
    if (item.stage !== 'consolidated') return refuse('wrong-status')
    const decision = decideConsolidated(item, action, actor)
    if (!decision.ok) return decision
    // First of all: from here on no edit slips in between what is read and what is decided.
    await raiseAccessVersion(tx, item.document)
    const needsReason = action === 'reopen' || action === 'drop'
    if (needsReason && !input.reason?.trim()) return refuse('reason-required')
    const at = new Date()
    if (action === 'agree') {
      const { content } = await readWorkingText(tx, item)
      if (countBrackets(content) > 0) return refuse('brackets-open')
      if (plainText(content).trim() === '') return refuse('empty-text')
    }
    if (!(await moveRecommendation(tx, item, decision.to, at))) return refuse('changed-meanwhile')
    if (action === 'agree') await freezeText(tx, item, 'agreed', actor, at)
    await appendAuditEvent(tx, {
      type,
      subject: { kind: 'recommendation', id: item.id },
      meeting: item.meeting,
      actor,
      reason: input.reason?.trim() || undefined,
      at,
    })
    return { ok: true }
  })
}
