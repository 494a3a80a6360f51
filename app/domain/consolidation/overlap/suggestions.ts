import type { RecommendationId } from '#domain/ids'

/** What people decide about a suggestion that items belong together. It settles none of them: that is done at the desk. */
export const suggestionOutcomes = ['accepted', 'refused', 'split'] as const
export type SuggestionOutcome = (typeof suggestionOutcomes)[number]

/** What was decided of two items. */
export const pairVerdicts = ['together', 'apart'] as const
export type PairVerdict = (typeof pairVerdicts)[number]

/** Two items, the one with the smaller identifier first. */
export type ItemPair = { first: RecommendationId; second: RecommendationId }
export type DecidedPair = ItemPair & { verdict: PairVerdict }

/** The items of a suggestion in the parts that belong together: one part if it is accepted, one each if refused. */
export type SuggestionParts = readonly (readonly RecommendationId[])[]

export const suggestionRefusals = ['invalid', 'suggestion-outdated'] as const
export type SuggestionRefusal = (typeof suggestionRefusals)[number]

export type SuggestionDecision =
  { ok: true; pairs: DecidedPair[] } | { ok: false; refusal: SuggestionRefusal }

export const pairOf = (a: RecommendationId, b: RecommendationId): ItemPair =>
  a < b ? { first: a, second: b } : { first: b, second: a }

/**
 * Decides what an answer to a suggestion means for each pair of its items. Parts of a suggestion that is split stay
 * suggestions of their own.
 * @param isOpen whether nothing has become of an item yet: a suggestion of which some was settled or withdrawn
 * meanwhile is not what the person saw.
 * @param verdictOf what was decided of two items before: who refuses after another has accepted saw something else.
 * @returns the pairs that are newly decided.
 */
export function decideSuggestion(
  outcome: SuggestionOutcome,
  parts: SuggestionParts,
  isOpen: (item: RecommendationId) => boolean,
  verdictOf: (pair: ItemPair) => PairVerdict | undefined,
): SuggestionDecision {
  if (!isWellFormed(outcome, parts)) return { ok: false, refusal: 'invalid' }
  const items = parts.flatMap((part, number) => part.map((item) => ({ item, number })))
  if (!items.every(({ item }) => isOpen(item))) return { ok: false, refusal: 'suggestion-outdated' }
  const pairs: DecidedPair[] = []
  for (const [at, b] of items.entries()) {
    for (const a of items.slice(0, at)) {
      const verdict = a.number === b.number ? 'together' : 'apart'
      // Within a part of a split nothing is decided.
      if (outcome === 'split' && verdict === 'together') continue
      const pair = pairOf(a.item, b.item)
      const before = verdictOf(pair)
      if (before !== undefined && before !== verdict) return { ok: false, refusal: 'suggestion-outdated' }
      if (before === undefined) pairs.push({ ...pair, verdict })
    }
  }
  return pairs.length > 0 ? { ok: true, pairs } : { ok: false, refusal: 'suggestion-outdated' }
}

/** The parts that an answer makes of what was suggested: `together` stays together where it is split. */
export function partsAnswered(answer: {
  outcome: SuggestionOutcome
  items: readonly RecommendationId[]
  together: readonly RecommendationId[]
}): SuggestionParts {
  const { outcome, items, together } = answer
  switch (outcome) {
    case 'accepted':
      return [items]
    case 'refused':
      return items.map((item) => [item])
    case 'split':
      return [together, items.filter((item) => !together.includes(item))]
    default:
      return outcome satisfies never
  }
}

function isWellFormed(outcome: SuggestionOutcome, parts: SuggestionParts): boolean {
  const items = parts.flat()
  if (items.length < 2 || new Set(items).size < items.length || parts.some((part) => part.length === 0)) {
    return false
  }
  switch (outcome) {
    case 'accepted':
      return parts.length === 1
    case 'refused':
      return parts.length === items.length
    case 'split':
      return parts.length > 1 && parts.length < items.length
    default:
      return outcome satisfies never
  }
}
