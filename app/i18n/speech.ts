import { createIntl, createIntlCache, type IntlShape, type PrimitiveType } from 'react-intl'
import { localized, type LocalizedText } from '#domain/languages'
import type { MessageKey, Messages } from './catalogues'
import type { ScreenLanguage } from './screen-languages'

/**
 * BCP 47 tags for formatting. Arabic screens of the United Nations in Vienna and Geneva print European digits;
 * the Gregorian calendar is the one of meetings.
 */
const formattingLocales: Record<ScreenLanguage, string> = { ar: 'ar-u-nu-latn-ca-gregory', en: 'en-GB' }

export type Translate = (key: MessageKey, values?: Record<string, PrimitiveType>) => string

/** How a language is spoken: on screens by way of their components, in mails directly. */
export type Speech = {
  language: ScreenLanguage
  intl: IntlShape
  /** `t('meeting.items', { count })`: a whole sentence in the reader's language. */
  t: Translate
  format: Format
}

export type Format = ReturnType<typeof formatIn>

/** Everything that is said in one language, with its catalogue. */
export function speechIn(language: ScreenLanguage, messages: Messages): Speech {
  const intl = createIntl({ locale: formattingLocales[language], messages }, createIntlCache())
  return {
    language,
    intl,
    t: (key, values) => intl.formatMessage({ id: key }, values),
    format: formatIn(intl, language),
  }
}

/** Node's and a browser's tables differ in the kinds of space around a dash; a page must read the same in both. */
const evenSpaces = (text: string) =>
  text
    .replace(/[\u200e\u200f\u061c]/gu, '')
    .replace(/[\u2009\u202f\u00a0]/gu, ' ')
    .replace(/ ?– ?/gu, '–')
    // Arabic tables set the year of a range off with a comma, as no meeting writes it.
    .replace(/،? (?=\d{4})/gu, ' ')

/** Dates, numbers and lists in one language; instants in the time zone that is named. */
const formatIn = (intl: IntlShape, language: ScreenLanguage) => ({
  /** A day of the calendar, `YYYY-MM-DD`, the same everywhere on earth. */
  day: (day: string) =>
    evenSpaces(intl.formatDate(`${day}T00:00:00Z`, { dateStyle: 'long', timeZone: 'UTC' })),
  /** From one day to another, without repeating what they share: `27–29 July 2020`. */
  days: (from: string, to: string) =>
    evenSpaces(
      intl.formatDateTimeRange(new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`), {
        day: 'numeric',
        month: 'long',
        year: 'numeric',
        timeZone: 'UTC',
      }),
    ),
  /** An instant in a meeting's time zone, with the zone's name. */
  instant: (at: Date | string, timeZone: string) =>
    intl.formatDate(at, {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      timeZone,
      timeZoneName: 'short',
    }),
  /** An instant in short, where the day and the zone are clear from the context. */
  time: (at: Date | string, timeZone: string) =>
    intl.formatDate(at, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone }),
  number: (value: number) => intl.formatNumber(value),
  /** A share from 0 to 1 as a percentage, rounded down: nothing is complete before it is. */
  percent: (share: number) => intl.formatNumber(Math.floor(share * 100) / 100, { style: 'percent' }),
  /** `A, B and C`. */
  list: (words: readonly string[]) => intl.formatList(words, { type: 'conjunction' }),
  /** The text of a name in the reader's language, or in the one it has. */
  name: (text: LocalizedText) => localized(text, language).text,
})
