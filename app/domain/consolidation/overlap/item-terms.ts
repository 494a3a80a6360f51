import type { Language } from '#domain/languages'
import { termsOf } from '#domain/search/terms'
import { instrumentsOf } from './instruments'
import type { OverlapItem } from './model'

/** What the model needs to know of a text; it is stored, so that a text is read once only. */
export function itemOf(id: string, text: string, language: Language): OverlapItem {
  const terms = termsOf(text, language)
  return { id, stems: terms.map(({ stem }) => stem), instruments: instrumentsOf(text, terms, language) }
}
