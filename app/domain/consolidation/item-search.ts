import type { Language } from '#domain/languages'
import { termsOf } from '#domain/search/terms'
import { fold } from '#domain/text/folding'

/** What an item is found by. */
export type SearchedItem = { text: string; language: Language; label?: string | undefined }

/** The stems of texts that were searched, by the text; the oldest go first. */
const known = new Map<string, ReadonlySet<string>>()
const mostKnown = 20_000

function stemsOf(text: string, language: Language): ReadonlySet<string> {
  const key = `${language} ${text}`
  const found = known.get(key)
  if (found) return found
  const stems = new Set(termsOf(text, language).map(({ stem }) => stem))
  const [oldest] = known.keys()
  if (known.size >= mostKnown && oldest !== undefined) known.delete(oldest)
  known.set(key, stems)
  return stems
}

const plainLabel = (label: string) => fold(label).replace(/[\s().]/gu, '')

/**
 * Whether an item is what somebody looks for: by its label (`12 (c)`), by the letters as they are typed, or by all of
 * the words in any of their inflections. Every item is found by an empty query.
 */
export function searchItems(query: string): (item: SearchedItem) => boolean {
  const letters = fold(query).trim()
  if (letters === '') return () => true
  const label = plainLabel(query)
  const asked = new Map<Language, string[]>()
  const stemsAsked = (language: Language) => {
    const stems = asked.get(language) ?? termsOf(query, language).map(({ stem }) => stem)
    asked.set(language, stems)
    return stems
  }
  return (item) => {
    if (item.label !== undefined && label !== '' && plainLabel(item.label) === label) return true
    if (fold(item.text).includes(letters)) return true
    const stems = stemsAsked(item.language)
    if (stems.length === 0) return false
    const own = stemsOf(item.text, item.language)
    return stems.every((stem) => own.has(stem))
  }
}
