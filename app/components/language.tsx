import { createContext, useCallback, useContext, useMemo, type ReactNode } from 'react'
import { createIntl, createIntlCache, type IntlShape, type PrimitiveType } from 'react-intl'
import { directionOf, localized, type Language, type LocalizedText } from '#domain/languages'
import type { MessageKey, Messages } from '#i18n/catalogues'
import type { ScreenLanguage } from '#i18n/screen-languages'

type Speech = { language: ScreenLanguage; intl: IntlShape }

const SpeechContext = createContext<Speech | undefined>(undefined)

/** The reader's catalogue: the server has them all, a browser loads its own before the page comes alive. */
export const MessagesContext = createContext<Messages | undefined>(undefined)

/**
 * BCP 47 tags for formatting. Arabic screens of the United Nations in Vienna and Geneva print European digits;
 * the Gregorian calendar is the one of meetings.
 */
const formattingLocales: Record<ScreenLanguage, string> = { ar: 'ar-u-nu-latn-ca-gregory', en: 'en-GB' }

/** Gives everything below it the reader's language. */
export function LanguageProvider(props: { language: ScreenLanguage; children: ReactNode }) {
  const { language, children } = props
  const messages = useContext(MessagesContext)
  if (!messages) throw new Error('The entry modules give the catalogue of messages.')
  const speech = useMemo(
    () => ({
      language,
      intl: createIntl({ locale: formattingLocales[language], messages }, createIntlCache()),
    }),
    [language, messages],
  )
  return <SpeechContext.Provider value={speech}>{children}</SpeechContext.Provider>
}

function useSpeech(): Speech {
  const speech = useContext(SpeechContext)
  if (!speech) throw new Error('Components that speak stand below LanguageProvider.')
  return speech
}

/** The language of the screen and its direction. */
export function useLanguage() {
  const { language } = useSpeech()
  return { language, direction: directionOf(language) }
}

export type Translate = (key: MessageKey, values?: Record<string, PrimitiveType>) => string

/** `t('meeting.items', { count })`: a whole sentence in the reader's language. */
export function useMessages(): Translate {
  const { intl } = useSpeech()
  return useCallback((key, values) => intl.formatMessage({ id: key }, values), [intl])
}

export type Tell = (key: MessageKey, values: Record<string, ReactNode>) => ReactNode

/** The same where a part of the sentence is more than text: words in their own language and direction. */
export function useRichMessages(): Tell {
  const { intl } = useSpeech()
  return useCallback((key, values) => intl.formatMessage({ id: key }, values), [intl])
}

/** Node's and a browser's tables differ in the kinds of space around a dash; a page must read the same in both. */
const evenSpaces = (text: string) =>
  text
    .replace(/[\u200e\u200f\u061c]/gu, '')
    .replace(/[\u2009\u202f\u00a0]/gu, ' ')
    .replace(/ ?– ?/gu, '–')

/** Dates, numbers and lists in the reader's language; instants in the time zone that is named. */
export function useFormat() {
  const { intl, language } = useSpeech()
  return useMemo(
    () => ({
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
    }),
    [intl, language],
  )
}

/** A text of the process, marked with its own language and direction. */
export function Text(props: { language: Language; children: ReactNode; className?: string }) {
  return (
    <span lang={props.language} dir={directionOf(props.language)} className={props.className}>
      {props.children}
    </span>
  )
}
