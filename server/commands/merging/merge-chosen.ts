import type { Db } from '#db/client'
import { loadDocument, raiseAccessVersion } from '#db/queries/documents'
import type { RecommendationId } from '#domain/ids'
import { applyChoices, isSameChange } from '#domain/negotiation/merging'
import { outcomeOf, type ChangeDecision, type Outcome } from '#domain/negotiation/outcomes'
import type { Actor } from '#domain/people/participants'
import { isOpenText } from '#domain/permissions/recommendations'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { bindProposed } from '#server/texts/amendment-texts'
import { appendRewriting } from '#server/texts/append-rewriting'
import { bindStructure } from '#server/texts/canonical-form'
import { freezeText } from '#server/texts/freeze-text'
import {
  chosenIn,
  isOpen,
  outcomesByAmendment,
  placedIn,
  readMergeDesk,
  type DeskEntry,
} from '#server/texts/merge-desk'
import { rewriteTokens } from '#server/texts/rewrite-text'
import { settleAmendment } from '#server/texts/settle-amendment'
import { placesOf } from '#server/texts/tabled-changes'

type ChosenMerge = {
  recommendation: RecommendationId
  /** The desk that the person saw: text, choices and preview must still be the same. */
  seen: string
  /** Said to those whose changes are not taken; needed where there are any. */
  reason: string
}

/**
 * Takes everything that is chosen at the merge desk into the text, in one edit. Each word that comes is its
 * sponsors'. What is still open stays on the table, at its place in the new text.
 */
export function mergeChosen(db: Db, actor: Actor, input: ChosenMerge): Promise<Result> {
  return command(db, actor, async ({ tx, see, allow, person }) => {
    const item = await see.recommendation(input.recommendation)
    allow('merge.decide', item)
    const by = person()
    if (!isOpenText(item)) return refuse('text-closed')
    await raiseAccessVersion(tx, item.document)
    const desk = await readMergeDesk(tx, item)
    if (desk.seen !== input.seen) return refuse('preview-outdated')
    const chosen = desk.entries.filter((entry) => entry.state?.choice && !entry.state.outcome)
    if (chosen.length === 0) return refuse('nothing-chosen')
    const isRejecting = chosen.some((entry) => entry.state?.choice === 'reject')
    if (isRejecting && input.reason.trim() === '') return refuse('reason-required')
    const at = new Date()
    const { doc } = await loadDocument(tx, item.document)
    const structure = await bindStructure(tx, item.document, at)
    const writers = await bindProposed(tx, item.document, structure, proposalsOf(chosen), at)
    const target = applyChoices(desk.current, chosenIn(desk.entries, at))
    const placeOf = placesOf(placedIn(desk.entries))
    const rewriting = rewriteTokens(doc, target, item.language, { ...writers, placeOf })
    doc.destroy()
    if (rewriting) await appendRewriting(tx, item.document, rewriting, { participant: by.participant, at })
    const version = await freezeText(tx, item, 'amendment-accepted', by, at)
    const outcomes = outcomesByAmendment([...outcomesOf(chosen), ...settledWith(chosen, desk.entries)])
    for (const [amendment, byIndex] of outcomes) {
      const isRejected = [...byIndex.values()].includes('rejected')
      const isTaken = [...byIndex.values()].some((outcome) => outcome !== 'rejected')
      const settled = await settleAmendment(tx, by, amendment, reasoned(byIndex, input.reason), {
        at,
        reason: isRejected ? input.reason : undefined,
        ...(isTaken && { detail: { version: version.number } }),
      })
      if (!settled.ok) return settled
    }
    return { ok: true }
  })
}

/** The amendments whose changes are chosen, each with those. */
const proposalsOf = (chosen: readonly DeskEntry[]) =>
  [...new Set(chosen.map((entry) => entry.amendment))].map((amendment) => ({
    amendment,
    changes: chosen.filter((entry) => entry.amendment === amendment).map((entry) => entry.change),
  }))

/** The reason is for what is rejected; what is superseded here says the same words as something that is taken. */
const reasoned = (outcomes: ReadonlyMap<number, Outcome>, reason: string) =>
  new Map(
    [...outcomes].map(([index, outcome]): [number, ChangeDecision] => {
      if (outcome === 'rejected') return [index, { outcome, reason: reason.trim() }]
      return [index, outcome === 'superseded' ? { outcome, cause: 'same-words' } : { outcome }]
    }),
  )

type Decided = { amendment: DeskEntry['amendment']; index: number; outcome: Outcome }

const outcomesOf = (chosen: readonly DeskEntry[]): Decided[] =>
  chosen.flatMap(({ amendment, change, state }) =>
    state?.choice ? [{ amendment, index: change.index, outcome: outcomeOf[state.choice] }] : [],
  )

/** What others propose in the same words is settled with it: the text says so now. */
const settledWith = (chosen: readonly DeskEntry[], all: readonly DeskEntry[]): Decided[] =>
  all
    .filter(
      (entry) =>
        isOpen(entry) &&
        chosen.some(
          (deskEntry) => deskEntry.state?.choice === 'accept' && isSameChange(deskEntry.change, entry.change),
        ),
    )
    .map(({ amendment, change }) => ({ amendment, index: change.index, outcome: 'superseded' }))
