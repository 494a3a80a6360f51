import { languages, type Language, type LocalizedText } from '#domain/languages'

/** What the list of agreed paragraphs is called, with the locale by which its instant is written. */
const titles: Record<Language, { name: string; locale: string }> = {
  ar: { name: 'حالة الفقرات المتفق عليها:', locale: 'ar-u-nu-latn-ca-gregory' },
  en: { name: 'Status of agreed paragraphs:', locale: 'en-GB' },
  es: { name: 'Estado de los párrafos acordados:', locale: 'es-ES' },
  fr: { name: 'État des paragraphes convenus :', locale: 'fr-FR' },
  ru: { name: 'Состояние согласованных пунктов:', locale: 'ru-RU' },
  zh: { name: '已商定段落的状况：', locale: 'zh-CN' },
}

/** `Status of agreed paragraphs: 7 April 2021 at 18:00`, in the meeting's time zone and in every language. */
export function statusTitle(at: Date, timeZone: string): LocalizedText {
  const title = ({ name, locale }: { name: string; locale: string }) =>
    `${name} ${new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23', timeZone }).format(at)}`
  return Object.fromEntries(languages.map((language) => [language, title(titles[language])]))
}

/** Nobody knows how paragraphs will stand. */
export const instantRefusal = (at: Date, now: Date): 'instant-in-future' | undefined =>
  at.getTime() > now.getTime() ? 'instant-in-future' : undefined
