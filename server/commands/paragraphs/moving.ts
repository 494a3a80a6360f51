import type { Db } from '#db/client'
import { raiseAccessVersion } from '#db/queries/documents'
import { recordEvent } from '#db/queries/events'
import { isListAdopted } from '#db/queries/lists'
import { findRecommendation, moveRecommendation } from '#db/queries/recommendations'
import { versionFacts } from '#db/queries/versions'
import { decideConsolidated } from '#domain/decide'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { countBrackets, plainText } from '#domain/text/content'
import type { Input } from '#server/commands/recommendations/moving'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'
import { freezeText, readWorkingText } from '#server/texts/freeze-text'
import { readOpenMatters } from '#server/texts/open-matters'
import { settleOpenAmendments } from '#server/texts/settle-open-amendments'

const eventOf = {
  agree: 'paragraph.agreed',
  reopen: 'paragraph.reopened',
  discuss: 'paragraph.taken-up',
  drop: 'paragraph.dropped',
} as const

export function moveConsolidated(
  db: Db,
  actor: Actor,
  input: Input,
  action: keyof typeof eventOf,
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const item = await findRecommendation(tx, input.recommendation)
    if (!item || !can(actor, 'recommendation.see', item)) return refuse('not-found')
    if (item.stage !== 'consolidated') return refuse('wrong-status')
    const decision = decideConsolidated(item, action, actor)
    if (!decision.ok) return decision
    if (await isListAdopted(tx, item.meeting)) return refuse('already-adopted')
    // First of all: from here on no edit slips in between what is read and what is decided.
    await raiseAccessVersion(tx, item.document)
    const needsReason = action === 'reopen' || action === 'drop'
    if (needsReason && !input.reason?.trim()) return refuse('reason-required')
    const at = new Date()
    if (action === 'agree') {
      const { content } = await readWorkingText(tx, item)
      if (countBrackets(content) > 0) return refuse('brackets-open')
      if (plainText(content).trim() === '') return refuse('empty-text')
      const open = await readOpenMatters(tx, item)
      if (open && open.seen !== input.seen) return refuse('open-matters')
      if (open && open.amendments.length > 0 && !input.reason?.trim()) return refuse('reason-required')
    }
    if (action === 'agree' || action === 'drop') {
      const cause = action === 'agree' ? 'text-agreed' : 'paragraph-dropped'
      const settled = await settleOpenAmendments(tx, actor, item.id, { cause, reason: input.reason, at })
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
    if (action === 'agree') {
      const version = await freezeText(tx, item, 'agreed', actor, at)
      await recordEvent(tx, { ...event, type: 'paragraph.agreed', detail: versionFacts(version) })
    } else {
      await recordEvent(tx, { ...event, type: eventOf[action] })
    }
    return { ok: true }
  })
}
