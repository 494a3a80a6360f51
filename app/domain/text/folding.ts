/** Letters that Unicode does not decompose, and that people type without their stroke or as two letters. */
const letters: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  æ: 'ae',
  œ: 'oe',
  '\u0671': '\u0627', // alef wasla
  '\u0649': '\u064a', // alef maksura
  '\u06cc': '\u064a', // Persian yeh
  '\u06a9': '\u0643', // Persian kaf
}

const zeros = ['\u0660', '\u06f0'].map((zero) => zero.charCodeAt(0))

const plainDigit = (digit: string): string => {
  const code = digit.charCodeAt(0)
  const zero = zeros.findLast((first) => first <= code) ?? code
  return String(code - zero)
}

/**
 * The one folding of the house, for search, for duplicates and for names: two spellings of the same words fold to the
 * same text. Case, accents, vowel marks, tatweel, the forms of alef and yeh, the kinds of apostrophe, quotation mark,
 * hyphen, space and digit make no difference; what cannot be seen (soft hyphens, marks of direction, zero-width
 * spaces) is left out. Only ever compared with other folded texts, never shown.
 */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}\u0640]+/gu, '')
    // Lower case alone keeps ß and two forms of the small sigma; upper case alone keeps ẞ.
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    // Upper case made new marks of some letters.
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[øłđæœ\u0671\u0649\u06cc\u06a9]/gu, (letter) => letters[letter] ?? letter)
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/gu, plainDigit)
    .replace(/[‘’‚‛ʹʻʼʽʾʿˈ′‵`´]/gu, "'")
    .replace(/[“”„‟«»″]/gu, '"')
    .replace(/[\p{Pd}\u2212\u00af]/gu, '-')
    .replace(/\s+/gu, ' ')
    .trim()

/**
 * What a name is known by, whatever the order of its words: `Iran, Islamic Republic of` is `Iran (Islamic Republic
 * of)`. Articles and the small words between names make no difference, and `St.` is `Saint`.
 */
export function nameKey(name: string): string {
  const words = fold(name).match(/[\p{Letter}\p{Number}]+/gu) ?? []
  const telling = words
    .map((word) => (word === 'st' ? 'saint' : word))
    .filter((word) => !smallWords.has(word))
  return (telling.length > 0 ? telling : words).toSorted().join(' ')
}

const smallWords = new Set(
  'the of and la le les l el los las de des du del d et y e i и' // The Arabic article is part of its word.
    .split(' '),
)
