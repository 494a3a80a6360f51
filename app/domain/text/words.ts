import type { Language } from '#domain/languages'

/** A word, or what stands between two words. */
export type Segment = { text: string; isWord: boolean }

const segmenters = new Map<Language, Intl.Segmenter>()

function segmenterFor(language: Language): Intl.Segmenter {
  const known = segmenters.get(language)
  if (known) return known
  const made = new Intl.Segmenter(language, { granularity: 'word' })
  segmenters.set(language, made)
  return made
}

/** How many stretches of one language are remembered: texts and their amendments share nearly all of theirs. */
const remembered = 50_000
const known = new Map<Language, Map<string, readonly Segment[]>>()

/**
 * Between a plain space and what follows it there is always a boundary, unless that is a mark on the space. Other
 * kinds of space join: the narrow one in `5 000` is part of the number.
 */
const stretches =
  /(?<=[ \t\r\n])(?=[^\s\p{M}\p{Cf}\p{Grapheme_Extend}\p{Emoji_Modifier}])|(?<=\S)(?=[ \t\r\n])/u

function segmentStretch(stretch: string, language: Language): readonly Segment[] {
  const ofLanguage = known.get(language) ?? new Map<string, readonly Segment[]>()
  known.set(language, ofLanguage)
  const found = ofLanguage.get(stretch)
  if (found) return found
  const made = Array.from(segmenterFor(language).segment(stretch), ({ segment, isWordLike }) => ({
    text: segment,
    isWord: isWordLike ?? false,
  }))
  if (ofLanguage.size >= remembered) ofLanguage.clear()
  ofLanguage.set(stretch, made)
  return made
}

/**
 * The words of a text and what stands between them, by the rules of its language (Unicode UAX #29; Chinese by
 * dictionary). Nothing is lost: the segments together are the text.
 */
export const segmentWords = (text: string, language: Language): Segment[] =>
  text === '' ? [] : text.split(stretches).flatMap((stretch) => segmentStretch(stretch, language))
