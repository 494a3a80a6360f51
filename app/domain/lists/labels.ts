import type { Language } from '#domain/languages'

/**
 * The letters of lettered items, as the United Nations letter them: `a` to `z`, then `aa`, `bb` … `zz`, then
 * `aaa`, and so on. @param index from 0.
 */
export const letters = (index: number): string =>
  String.fromCharCode('a'.charCodeAt(0) + (index % 26)).repeat(Math.floor(index / 26) + 1)

/** `12 (c)`: a preliminary item's label under its topic's numbered paragraph. */
export const itemLabel = (paragraph: number, index: number): string => `${paragraph} (${letters(index)})`

/** `A`, `B` …: the heading letter of a topic, after `Z` as for items. @param index from 0. */
export const headingLetter = (index: number): string => letters(index).toUpperCase()

/** Arabic documents letter their headings by the names of the letters, in the order of their numbers. */
const arabicLetters =
  'ألف باء جيم دال هاء واو زاي حاء طاء ياء كاف لام ميم نون سين عين فاء صاد قاف راء شين تاء ثاء خاء ذال ضاد ظاء غين'.split(
    ' ',
  )

/** The heading letter of a topic as documents in this language have it. @param index from 0. */
export const headingLetterIn = (language: Language, index: number): string =>
  (language === 'ar' ? arabicLetters[index] : undefined) ?? headingLetter(index)
