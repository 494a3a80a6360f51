import type { Db } from '#db/client'
import { raiseAccessVersion } from '#db/queries/documents'
import { isListAdopted } from '#db/queries/lists'
import { moveRecommendation } from '#db/queries/recommendations'
import { versionFacts } from '#db/queries/versions'
import { decideConsolidated } from '#domain/decide'
import type { Actor } from '#domain/people/participants'
import { countBrackets, plainText } from '#domain/text/content'
import type { Move } from '#server/commands/recommendations/move-preliminary'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { freezeText, readWorkingText } from '#server/texts/freeze-text'
import { readOpenMatters } from '#server/texts/open-matters'
import { settleOpenAmendments } from '#server/texts/settle-open-amendments'

const eventOf = {
  agree: 'paragraph.agreed',
  reopen: 'paragraph.reopened',
  discuss: 'paragraph.taken-up',
  drop: 'paragraph.dropped',
} as const

/** What moves a paragraph from one status to the next. */
export function moveConsolidated(
  db: Db,
  actor: Actor,
  input: Move,
  action: keyof typeof eventOf,
): Promise<Result> {
  return command(db, actor, async ({ tx, see, decided, record }) => {
    const item = await see.recommendation(input.recommendation)
    if (item.stage !== 'consolidated') return refuse('wrong-status')
    const to = decided(decideConsolidated(item, action, actor))
    if (await isListAdopted(tx, item.meeting)) return refuse('already-adopted')
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
    if (!(await moveRecommendation(tx, item, to, at))) return refuse('changed-meanwhile')
    const event = {
      subject: item.id,
      meeting: item.meeting,
      reason: input.reason?.trim() || undefined,
      at,
    }
    if (action === 'agree') {
      const version = await freezeText(tx, item, 'agreed', actor, at)
      await record({ ...event, type: 'paragraph.agreed', detail: versionFacts(version) })
    } else {
      await record({ ...event, type: eventOf[action] })
    }
    return { ok: true }
  })
}
