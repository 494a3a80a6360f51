import { languages, type Language, type LocalizedText } from '#domain/languages'
import { writtenInstant } from '#domain/time/written-dates'

/** What the list of agreed paragraphs is called. */
const titles: Record<Language, string> = {
  ar: 'حالة الفقرات المتفق عليها:',
  en: 'Status of agreed paragraphs:',
  es: 'Estado de los párrafos acordados:',
  fr: 'État des paragraphes convenus :',
  ru: 'Состояние согласованных пунктов:',
  zh: '已商定段落的状况：',
}

/** `Status of agreed paragraphs: 7 April 2021, 18:00 (Vienna)`, in the meeting's time zone and in every language. */
export const statusTitle = (at: Date, timeZone: string): LocalizedText =>
  Object.fromEntries(
    languages.map((language) => [language, `${titles[language]} ${writtenInstant(at, language, timeZone)}`]),
  )

/** No one knows how paragraphs will stand. */
export const instantRefusal = (at: Date, now: Date): 'instant-in-future' | undefined =>
  at.getTime() > now.getTime() ? 'instant-in-future' : undefined
