import { createIntl, createIntlCache, type IntlShape, type PrimitiveType } from 'react-intl'
import { localized, type LocalizedText } from '#domain/languages'
import {
  writtenDay,
  writtenDays,
  writtenInstant,
  writtenLocales,
  writtenTime,
} from '#domain/time/written-dates'
import type { MessageKey, Messages } from './catalogues'
import type { ScreenLanguage } from './screen-languages'

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
  const intl = createIntl({ locale: writtenLocales[language], messages }, createIntlCache())
  return {
    language,
    intl,
    t: (key, values) => intl.formatMessage({ id: key }, values),
    format: formatIn(intl, language),
  }
}

/** Dates, numbers and lists in one language; instants in the time zone that is named. */
const formatIn = (intl: IntlShape, language: ScreenLanguage) => ({
  /** A day of the calendar, `YYYY-MM-DD`, the same everywhere on earth. */
  day: (day: string) => writtenDay(day, language),
  /** From one day to another, without repeating what they share: `27–29 July 2020`. */
  days: (from: string, to: string) => writtenDays(from, to, language),
  /** An instant in a meeting's time zone, with the zone's name. */
  instant: (at: Date | string, timeZone: string) => writtenInstant(new Date(at), language, timeZone),
  /** An instant in short, where the year and the zone are clear from the context. */
  time: (at: Date | string, timeZone: string) => writtenTime(new Date(at), language, timeZone),
  number: (value: number) => intl.formatNumber(value),
  /** A share from 0 to 1 as a percentage, rounded down: nothing is complete before it is. */
  percent: (share: number) => intl.formatNumber(Math.floor(share * 100) / 100, { style: 'percent' }),
  /** `A, B and C`. */
  list: (words: readonly string[]) => intl.formatList(words, { type: 'conjunction' }),
  /** Things with a name, in the order of the reader's language. */
  byName: <Item extends { name: LocalizedText }>(items: readonly Item[]): Item[] => {
    const { compare } = new Intl.Collator(language)
    const nameOf = ({ name }: Item) => localized(name, language).text
    return items.toSorted((a, b) => compare(nameOf(a), nameOf(b)))
  },
  /** The text of a name in the reader's language, or in the one it has. */
  name: (text: LocalizedText) => localized(text, language).text,
})
