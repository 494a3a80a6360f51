import type { Choice } from './merging'

/** What is decided about an amendment as a whole. */
export type AmendmentDecision = 'accept' | 'accept-in-part' | 'reject' | 'supersede'

/** What became of one change of an amendment. */
export const outcomes = ['accepted', 'bracketed', 'alternative', 'rejected', 'superseded'] as const
export type Outcome = (typeof outcomes)[number]

/** What a choice makes of a change once it is taken into the text. */
export const outcomeOf: Record<Choice, Outcome> = {
  accept: 'accepted',
  bracket: 'bracketed',
  alternative: 'alternative',
  reject: 'rejected',
}

/** Outcomes that bring words into the text. */
const isInText = (outcome: Outcome) =>
  outcome === 'accepted' || outcome === 'bracketed' || outcome === 'alternative'

/**
 * What the outcomes of an amendment's changes make of the whole: it is decided when each of its changes is.
 * What the text says already, because another amendment said the same, does not make an acceptance partial.
 * @param decided one outcome for each change; undefined where a change is still open.
 * @returns undefined while the amendment stays on the table.
 */
export function decisionFor(decided: readonly (Outcome | undefined)[]): AmendmentDecision | undefined {
  const known = decided.filter((outcome) => outcome !== undefined)
  if (known.length < decided.length || known.length === 0) return undefined
  if (known.every((outcome) => outcome === 'superseded')) return 'supersede'
  if (known.every((outcome) => outcome === 'accepted' || outcome === 'superseded')) return 'accept'
  return known.some(isInText) ? 'accept-in-part' : 'reject'
}
