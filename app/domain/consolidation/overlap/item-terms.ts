import type { Language } from '#domain/languages'
import { termsOf } from '#domain/search/terms'
import { instrumentsOf } from './instruments'
import type { OverlapItem } from './model'

/** What the model needs to know of a text. */
export function itemOf(id: string, text: string, language: Language): OverlapItem {
  const terms = termsOf(text, language)
  return { id, stems: terms.map(({ stem }) => stem), instruments: instrumentsOf(text, terms, language) }
}

/** The same as two texts, to be stored: neither stems nor names contain what separates them. */
export type StoredTerms = { stems: string; instruments: string }

export const toStoredTerms = ({ stems, instruments }: OverlapItem): StoredTerms => ({
  stems: stems.join(' '),
  instruments: instruments.join('\n'),
})

export const fromStoredTerms = (id: string, { stems, instruments }: StoredTerms): OverlapItem => ({
  id,
  stems: stems === '' ? [] : stems.split(' '),
  instruments: instruments === '' ? [] : instruments.split('\n'),
})
