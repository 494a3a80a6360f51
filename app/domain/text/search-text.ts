/**
 * A text folded for searching: case, accents, Arabic vowel marks, tatweel and the forms of alef and yeh make
 * no difference. Only ever compared with other folded texts, never shown.
 */
export const foldForSearch = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/\u0640/gu, '')
    .replace(/[\u0622\u0623\u0625\u0671]/gu, '\u0627')
    .replace(/\u0649/gu, '\u064a')
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .trim()
