import { createContext, useCallback, useContext, useMemo, type ReactNode } from 'react'
import { directionOf, type Language } from '#domain/languages'
import type { MessageKey, Messages } from '#i18n/catalogues'
import type { ScreenLanguage } from '#i18n/screen-languages'
import { speechIn, type Format, type Speech, type Translate } from '#i18n/speech'

export type { Translate } from '#i18n/speech'

const SpeechContext = createContext<Speech | undefined>(undefined)

/** The reader's catalogue: the server has them all, a browser loads its own before the page comes alive. */
export const MessagesContext = createContext<Messages | undefined>(undefined)

/** Gives everything below it the reader's language. */
export function LanguageProvider(props: { language: ScreenLanguage; children: ReactNode }) {
  const { language, children } = props
  const messages = useContext(MessagesContext)
  if (!messages) throw new Error('The entry modules give the catalogue of messages.')
  const speech = useMemo(() => speechIn(language, messages), [language, messages])
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

/** `t('meeting.items', { count })`: a whole sentence in the reader's language. */
export const useMessages = (): Translate => useSpeech().t

export type Tell = (key: MessageKey, values: Record<string, ReactNode>) => ReactNode

/** The same where a part of the sentence is more than text: words in their own language and direction. */
export function useRichMessages(): Tell {
  const { intl } = useSpeech()
  return useCallback((key, values) => intl.formatMessage({ id: key }, values), [intl])
}

/** Dates, numbers and lists in the reader's language; instants in the time zone that is named. */
export const useFormat = (): Format => useSpeech().format

/** A text of the process, marked with its own language and direction. */
export function Text(props: { language: Language; children: ReactNode; className?: string }) {
  return (
    <span lang={props.language} dir={directionOf(props.language)} className={props.className}>
      {props.children}
    </span>
  )
}
