import type { Db } from '#db/client'
import { appendDocumentUpdate, loadDocument, raiseAccessVersion } from '#db/queries/documents'
import { setRecommendationText } from '#db/queries/recommendations'
import type { RecommendationId } from '#domain/ids'
import { type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { isOpenText } from '#domain/permissions/recommendations'
import { recommendationIs } from '#domain/status'
import { seenOf } from '#domain/text/alternatives'
import type { StandingBracket } from '#domain/text/brackets'
import { readContent } from '#editor/authored'
import { alternativesIn, takeAlternative } from '#editor/bracketing'
import { readText } from '#editor/reading'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { bindStructure } from '#server/texts/canonical-form'
import { changeText } from '#server/texts/change-text'

type AlternativeChoice = {
  recommendation: RecommendationId
  /** Which one: its id, that of the item that opens it. */
  bracket: string
  /** The alternatives that the person chose among, as `seenOf` says it: they must still be the same. */
  seen: string
  reason?: string | undefined
}

/**
 * Takes one of several alternatives in a tabled text: its words stay without brackets and stay their authors', and
 * the other alternatives go. What went is on record, and stands in the history of the text.
 */
export function takeAlternativeInText(db: Db, actor: Actor, input: AlternativeChoice): Promise<Result> {
  return command(db, actor, async ({ tx, see, person, record }) => {
    const item = await see.recommendation(input.recommendation)
    const by = person()
    if (!can(by, 'alternative.take', item)) return refuse('alternative-not-yours')
    if (recommendationIs.draft(item.status)) return refuse('wrong-status')
    if (!isOpenText(item)) return refuse('text-closed')
    const { document } = item
    // No edit slips in between what is read and what is written.
    await raiseAccessVersion(tx, document)
    const { doc } = await loadDocument(tx, document)
    const run = alternativesIn(readText(doc)).find((candidate) =>
      candidate.some(({ id }) => id === input.bracket),
    )
    const taken = run?.find(({ id }) => id === input.bracket)
    if (!run || !taken || seenOf(run) !== input.seen) {
      doc.destroy()
      return refuse('alternatives-changed')
    }
    const at = new Date()
    const structure = await bindStructure(tx, document, at)
    const payload = changeText(doc, structure, (edit) => takeAlternative(edit, taken.id, run))
    const content = readContent(doc)
    doc.destroy()
    if (!payload) return refuse('alternatives-changed')
    await appendDocumentUpdate(tx, { document, payload, participant: by.participant, at })
    await setRecommendationText(tx, item.id, content, at)
    await record({
      type: 'bracket.alternative-taken',
      subject: item.id,
      meeting: item.meeting,
      reason: input.reason?.trim() || undefined,
      detail: { ...told(taken), gone: run.filter((standingBracket) => standingBracket !== taken).map(told) },
      at,
    })
    return { ok: true }
  })
}

const told = ({ alternative, requestedBy, words }: StandingBracket) => ({ alternative, requestedBy, words })
