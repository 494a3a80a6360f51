import type { Choice } from './merging'

/** What is decided about an amendment as a whole. */
export type AmendmentDecision = 'accept' | 'accept-in-part' | 'reject' | 'supersede'

/** What became of one change of an amendment. */
export const outcomes = ['accepted', 'bracketed', 'alternative', 'rejected', 'superseded'] as const
export type Outcome = (typeof outcomes)[number]

/** Why a change was superseded, where no one decided on the change itself. */
export const outcomeCauses = [
  'same-words',
  'amendment-decided',
  'text-agreed',
  'silence-concluded',
  'paragraph-dropped',
  'text-listed',
  'text-withdrawn',
] as const
export type OutcomeCause = (typeof outcomeCauses)[number]

/** What became of one change and why: in the words of the person who decided, or because of something else. */
export type ChangeDecision = {
  outcome: Outcome
  reason?: string | undefined
  cause?: OutcomeCause | undefined
}

/** One change of a tabled amendment and what became of it; `outcome` is undefined while it is open. */
export type ChangeOutcome = {
  index: number
  removed: string
  added: string
  outcome: Outcome | undefined
  reason?: string
  cause?: OutcomeCause
  /** ISO instant. */
  decidedAt?: string
}

/** One decision on several changes. A reason explains what is not taken into the text. */
export function decisionsOf(
  outcomes: Iterable<readonly [number, Outcome]>,
  reason: string | undefined,
): Map<number, ChangeDecision> {
  const words = reason?.trim() || undefined
  return new Map(
    [...outcomes].map(([index, outcome]) => [
      index,
      { outcome, ...(words && !isInText(outcome) && { reason: words }) },
    ]),
  )
}

/** What a choice makes of a change once it is taken into the text. */
export const outcomeOf: Record<Choice, Outcome> = {
  accept: 'accepted',
  bracket: 'bracketed',
  alternative: 'alternative',
  reject: 'rejected',
}

/** Outcomes that bring words into the text. */
export const isInText = (outcome: Outcome) =>
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

/** What an amendment becomes when its open changes are superseded: what was taken from it before stays taken. */
export const decisionOnRest = (decided: readonly (Outcome | undefined)[]): 'supersede' | 'supersede-rest' =>
  decided.some((outcome) => outcome !== undefined && isInText(outcome)) ? 'supersede-rest' : 'supersede'
