import type { Language } from '#domain/languages'
import { termsOf, type Term } from '#domain/search/terms'
import { bandOf, type Band } from './bands'
import { isBoilerplate } from './boilerplate'
import { instrumentsOf, nameDifferentInstruments } from './instruments'
import { rangesOf, sharedPhrases, type SharedPhrase, type TextRange } from './phrases'
import { weightOf } from './weights'

/** Why two texts have their score; each has a sentence `overlap.reason.<reason>` in every language. */
export const overlapReasons = [
  'different-instruments',
  'nearly-the-same',
  'first-in-second',
  'second-in-first',
  'shared-phrases',
  'related-words',
] as const
export type OverlapReason = (typeof overlapReasons)[number]

/** Both texts of a pair, or what is said about each. */
export type Both<Of> = { a: Of; b: Of }

export type Explanation = {
  score: number
  band: Band | undefined
  reason: OverlapReason
  /** How much of what each text asks for is in the other, 0 to 1. */
  coverage: Both<number>
  /** The heaviest phrases of both, the heaviest first. */
  phrases: SharedPhrase[]
  /** Everything that both say, for highlighting. */
  shared: Both<TextRange[]>
  /** What only one of them says; words of the genre are left out. */
  only: Both<TextRange[]>
}

/** What an explanation needs to know of the items around. */
export type Weighing = { rarityOf: (stem: string) => number }

const shownPhrases = 3
const nearlyAll = 0.8
const most = 0.65
/** Below this the words alone would not have brought the two together. */
const little = 0.3

/** Explains the score of two texts of one language, in places of the original texts. */
export function explainOverlap(
  texts: Both<string>,
  language: Language,
  score: number,
  weighing: Weighing,
): Explanation {
  const terms = { a: termsOf(texts.a, language), b: termsOf(texts.b, language) }
  const counts = { a: countStems(terms.a), b: countStems(terms.b) }
  const weight = (stem: string, times: number) => weightOf(times, weighing.rarityOf(stem))
  const sum = (stems: ReadonlyMap<string, number>) =>
    [...stems].reduce((total, [stem, times]) => total + weight(stem, times), 0)
  const both = [...counts.a].flatMap(([stem, times]) => {
    const other = counts.b.get(stem)
    return other === undefined ? [] : [weight(stem, Math.min(times, other))]
  })
  const smaller = both.reduce((total, value) => total + value, 0)
  const share = (whole: number) => (whole > 0 ? Math.min(1, smaller / whole) : 0)
  const coverage = { a: share(sum(counts.a)), b: share(sum(counts.b)) }
  const phrases = sharedPhrases(
    { text: texts.a, terms: terms.a },
    { text: texts.b, terms: terms.b },
    (stem) => (isBoilerplate(stem, language) ? 0 : weighing.rarityOf(stem)),
    shownPhrases,
  )
  const differ = nameDifferentInstruments(
    instrumentsOf(texts.a, terms.a, language),
    instrumentsOf(texts.b, terms.b, language),
  )
  const sharedIn = (own: Both<'a' | 'b'>) =>
    rangesOf(texts[own.a], terms[own.a], ({ stem }) => counts[own.b].has(stem))
  const onlyIn = (own: Both<'a' | 'b'>) =>
    rangesOf(
      texts[own.a],
      terms[own.a],
      ({ stem }) => !counts[own.b].has(stem) && !isBoilerplate(stem, language),
    )
  return {
    score,
    band: bandOf(score),
    reason: reasonOf(coverage, phrases.length > 0, differ),
    coverage,
    phrases,
    shared: { a: sharedIn({ a: 'a', b: 'b' }), b: sharedIn({ a: 'b', b: 'a' }) },
    only: { a: onlyIn({ a: 'a', b: 'b' }), b: onlyIn({ a: 'b', b: 'a' }) },
  }
}

function countStems(terms: readonly Term[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { stem } of terms) counts.set(stem, (counts.get(stem) ?? 0) + 1)
  return counts
}

function reasonOf({ a, b }: Both<number>, havePhrases: boolean, differ: boolean): OverlapReason {
  if (differ) return 'different-instruments'
  if (Math.min(a, b) >= nearlyAll) return 'nearly-the-same'
  if (Math.max(a, b) < little || !havePhrases) return 'related-words'
  if (Math.max(a, b) < most) return 'shared-phrases'
  return a >= b ? 'first-in-second' : 'second-in-first'
}
