import type { Language } from '#domain/languages'
import { termsOf } from '#domain/search/terms'
import { isBoilerplate } from './boilerplate'
import type { Weighing } from './explanation'
import { rangesOf } from './phrases'

/**
 * What a group of texts is about, in the words of one of them: the heaviest phrase of words that all have, or else
 * that most have.
 */
export function themeOf(
  texts: readonly string[],
  language: Language,
  weighing: Weighing,
): string | undefined {
  const all = texts.map((text) => ({ text, terms: termsOf(text, language) }))
  const having = new Map<string, number>()
  for (const { terms } of all) {
    for (const stem of new Set(terms.map((term) => term.stem))) having.set(stem, (having.get(stem) ?? 0) + 1)
  }
  for (const wanted of [all.length, Math.ceil((all.length + 1) / 2)]) {
    const phrases = all.flatMap(({ text, terms }) =>
      rangesOf(text, terms, ({ stem }) => (having.get(stem) ?? 0) >= wanted).map(({ start, end }) => {
        const within = terms.filter((term) => term.start >= start && term.end <= end)
        const stems = new Set(within.map(({ stem }) => stem))
        const telling = [...stems].filter((stem) => !isBoilerplate(stem, language))
        const weight = telling.reduce((sum, stem) => sum + weighing.rarityOf(stem), 0)
        return { phrase: text.slice(start, end), weight }
      }),
    )
    const [heaviest] = phrases
      .filter(({ weight }) => weight > 0)
      .toSorted(
        (a, b) => b.weight - a.weight || a.phrase.length - b.phrase.length || (a.phrase < b.phrase ? -1 : 1),
      )
    if (heaviest) return heaviest.phrase
  }
  return undefined
}
