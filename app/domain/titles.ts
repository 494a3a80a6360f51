import { languages, type Language, type LocalizedText } from './languages'
import { cleanLine } from './text/characters'

export const titleRefusals = ['title-required', 'title-too-long'] as const
export type TitleRefusal = (typeof titleRefusals)[number]

const longestTitle = 500

/** A title as it is kept: one line in each language, and none where nothing was typed. */
export function cleanTitle(title: LocalizedText): LocalizedText {
  const kept: LocalizedText = {}
  for (const language of languages) {
    const text = cleanLine(title[language] ?? '').trim()
    if (text !== '') kept[language] = text
  }
  return kept
}

/** A title is needed in its group's language, and in no other. */
export function titleRefusal(title: LocalizedText, language: Language): TitleRefusal | undefined {
  if (!title[language]) return 'title-required'
  return Object.values(title).some((text) => text.length > longestTitle) ? 'title-too-long' : undefined
}

export const isSameTitle = (a: LocalizedText, b: LocalizedText): boolean =>
  languages.every((language) => (a[language] ?? '') === (b[language] ?? ''))
