import type { Db } from '#db/client'
import { appendDocumentUpdate, loadDocument, raiseAccessVersion } from '#db/queries/documents'
import { setRecommendationText } from '#db/queries/recommendations'
import type { RecommendationId } from '#domain/ids'
import { type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { isOpenText } from '#domain/permissions/recommendations'
import { recommendationIs } from '#domain/status'
import { readContent } from '#editor/authored'
import { bracketingOf } from '#editor/bracketing'
import { readText } from '#editor/reading'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { bindStructure } from '#server/texts/canonical-form'
import { changeText } from '#server/texts/change-text'

type BracketLift = {
  recommendation: RecommendationId
  /** Which one: its id, that of the item that opens it. */
  bracket: string
  reason?: string | undefined
}

/**
 * Lifts one bracket of a tabled text, for those who asked for it and do not hold the pen, and for the Chair, who never
 * does. The words stay, and stay their authors'.
 */
export function liftBracketInText(db: Db, actor: Actor, input: BracketLift): Promise<Result> {
  return command(db, actor, async ({ tx, see, person, record }) => {
    const item = await see.recommendation(input.recommendation)
    const by = person()
    // In a draft, its drafters lift them in the text itself; no one else is told.
    if (recommendationIs.draft(item.status)) return refuse('wrong-status')
    if (!isOpenText(item)) return refuse('text-closed')
    const { document } = item
    // No edit slips in between what is read and what is written.
    await raiseAccessVersion(tx, document)
    const { doc } = await loadDocument(tx, document)
    const bracket = bracketingOf(readText(doc)).brackets.find(
      (standingBracket) => standingBracket.id === input.bracket,
    )
    if (!bracket) {
      doc.destroy()
      return refuse('changed-meanwhile')
    }
    const { requestedBy, since } = bracket
    if (!can(by, 'bracket.lift', { ...item, requestedBy, inOwnDraft: false })) {
      doc.destroy()
      return refuse('bracket-not-yours')
    }
    const at = new Date()
    const structure = await bindStructure(tx, document, at)
    const payload = changeText(doc, structure, (edit) => edit.liftBracket(bracket.id))
    const content = readContent(doc)
    doc.destroy()
    if (!payload) return refuse('changed-meanwhile')
    await appendDocumentUpdate(tx, { document, payload, participant: by.participant, at })
    await setRecommendationText(tx, item.id, content, at)
    await record({
      type: 'bracket.lifted',
      subject: item.id,
      meeting: item.meeting,
      reason: input.reason?.trim() || undefined,
      detail: {
        requestedBy,
        asked: bracket.reason,
        words: bracket.words,
        ...(since !== undefined && { since }),
      },
      at,
    })
    return { ok: true }
  })
}
