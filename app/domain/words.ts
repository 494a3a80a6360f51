import type { Language } from './languages'

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

/**
 * The words of a text and what stands between them, by the rules of its language (Unicode UAX #29; Chinese by
 * dictionary). Nothing is lost: the segments together are the text.
 */
export const segmentWords = (text: string, language: Language): Segment[] =>
  Array.from(segmenterFor(language).segment(text), ({ segment, isWordLike }) => ({
    text: segment,
    isWord: isWordLike ?? false,
  }))
