import ar from './messages/ar.json'
import en from './messages/en.json'
import type { ScreenLanguage } from './screen-languages'

/** Every sentence on a screen has a key here; the English catalogue is the list of keys. */
export type MessageKey = keyof typeof en
export type Messages = Record<MessageKey, string>

/** All catalogues: for the server. A browser loads only its reader's, in `entry.client.tsx`. */
const catalogues: Record<ScreenLanguage, Messages> = { ar, en }

export const messagesFor = (language: ScreenLanguage): Messages => catalogues[language]
