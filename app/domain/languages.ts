/** The six official languages of the United Nations, in their alphabetical order of code (BCP 47). */
export const languages = ['ar', 'en', 'es', 'fr', 'ru', 'zh'] as const
export type Language = (typeof languages)[number]

/** What a language is called in itself, and which way it runs. */
export const languageFacts: Record<Language, { name: string; direction: 'ltr' | 'rtl' }> = {
  ar: { name: 'العربية', direction: 'rtl' },
  en: { name: 'English', direction: 'ltr' },
  es: { name: 'Español', direction: 'ltr' },
  fr: { name: 'Français', direction: 'ltr' },
  ru: { name: 'Русский', direction: 'ltr' },
  zh: { name: '中文', direction: 'ltr' },
}

export const isLanguage = (value: unknown): value is Language => languages.some((code) => code === value)

export const directionOf = (language: Language) => languageFacts[language].direction

/** A name that exists in one or more languages; at least one is present. */
export type LocalizedText = Partial<Record<Language, string>>

/**
 * The text in the reader's language, else in English, else in whatever language there is,
 * together with the language it is really in, so that the screen can mark it.
 */
export function localized(text: LocalizedText, reader: Language): { text: string; language: Language } {
  for (const language of [reader, 'en', ...languages] as const) {
    const found = text[language]
    if (found) return { text: found, language }
  }
  return { text: '', language: reader }
}
