import { eld } from 'eld/small'
import { isLanguage, languages, type Language } from '#domain/languages'

let isPrepared = false

/** The detector with its scores for the six languages; its tables are read at the first question. */
function detect(text: string) {
  if (!isPrepared) eld.setLanguageSubset([...languages])
  isPrepared = true
  return eld.detect(text)
}

/** So much longer than the others' must the score of a row's own language be to differ from its file's. */
const clearMargin = 0.12
const enoughLetters = 12
/** A sample of a file that tells its language. */
const sampleLetters = 20_000

/** How much a text reads like one of the six languages, from 0 to 1. */
export function languageScore(text: string): number {
  const scores = Object.values(detect(text.slice(0, sampleLetters)).getScores())
  return Math.max(0, ...scores)
}

/** The language of a whole file, out of all its texts. */
export function detectFileLanguage(texts: readonly string[], otherwise: Language): Language {
  const counts = new Map<Language, number>()
  let letters = 0
  for (const text of texts) {
    const { language } = detect(text.slice(0, 2_000))
    if (isLanguage(language)) counts.set(language, (counts.get(language) ?? 0) + text.length)
    letters += text.length
    if (letters > sampleLetters * 10) break
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a)
  return most?.[0] ?? otherwise
}

/**
 * The language of one text in a file whose other texts are in `ofFile`: another one only where it is clearly so, for
 * short lines read alike in several languages.
 */
export function detectRowLanguage(text: string, ofFile: Language): Language {
  const found = detect(text.slice(0, 2_000))
  if (!isLanguage(found.language) || found.language === ofFile) return ofFile
  const scores = found.getScores()
  const margin = (scores[found.language] ?? 0) - (scores[ofFile] ?? 0)
  return margin > clearMargin && text.length >= enoughLetters ? found.language : ofFile
}
