import type { Language } from '#domain/languages'
import { termsOf } from '#domain/search/terms'
import { isBoilerplate } from './boilerplate'
import type { Weighing } from './explanation'
import { rangesOf, type TextRange } from './phrases'

export type GroupTheme = {
  /** What the group is about, in the words of one of its texts; undefined if its texts have no telling word in common. */
  theme: string | undefined
  /** For each text, what it says as most of the others do. */
  shared: TextRange[][]
}

/**
 * What a group of texts has in common: the heaviest phrase made of words that all of them have, or else most, and
 * where each of them says so.
 */
export function themeOf(texts: readonly string[], language: Language, weighing: Weighing): GroupTheme {
  const all = texts.map((text) => ({ text, terms: termsOf(text, language) }))
  const having = new Map<string, number>()
  for (const { terms } of all) {
    for (const stem of new Set(terms.map((term) => term.stem))) having.set(stem, (having.get(stem) ?? 0) + 1)
  }
  const rangesOfAtLeast = (count: number) =>
    all.map(({ text, terms }) => rangesOf(text, terms, ({ stem }) => (having.get(stem) ?? 0) >= count))
  const weightOf = ({ terms }: (typeof all)[number], { start, end }: TextRange) => {
    const within = terms.filter((term) => term.start >= start && term.end <= end)
    const telling = new Set(within.map(({ stem }) => stem).filter((stem) => !isBoilerplate(stem, language)))
    return [...telling].reduce((sum, stem) => sum + weighing.rarityOf(stem), 0)
  }
  const most = Math.ceil((all.length + 1) / 2)
  let theme: string | undefined
  for (const count of [all.length, most]) {
    const phrases = rangesOfAtLeast(count).flatMap((ranges, at) =>
      ranges.flatMap((range) => {
        const own = all[at]
        const weight = own ? weightOf(own, range) : 0
        return own && weight > 0 ? [{ phrase: own.text.slice(range.start, range.end), weight }] : []
      }),
    )
    theme ??= phrases.toSorted(
      (a, b) => b.weight - a.weight || a.phrase.length - b.phrase.length || (a.phrase < b.phrase ? -1 : 1),
    )[0]?.phrase
  }
  return { theme, shared: rangesOfAtLeast(most) }
}
