import type { LocalizedText } from '#domain/languages'

/** A stored word that must be one of a list; anything else means that the database was altered by hand. */
export function oneOf<Word extends string>(words: readonly Word[], stored: string): Word {
  const found = words.find((word) => word === stored)
  if (!found) throw new Error(`The database holds "${stored}", which is none of ${words.join(', ')}.`)
  return found
}

/** A name that we stored as JSON. */
export const localizedText = (json: string): LocalizedText => JSON.parse(json) as LocalizedText
