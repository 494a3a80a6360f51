import type { Language } from '#domain/languages'
import { fold } from '#domain/text/folding'
import { stemOf } from './stems'
import { stopWords } from './stop-words'

/** A word that carries meaning, with its place in the original text: offsets are those of JavaScript strings. */
export type Term = {
  stem: string
  start: number
  end: number
  /** Its number among all words of the text: between neighbours there are only words without meaning. */
  word: number
}

/** Changes whenever the same text would give other terms, so that stored ones are made again. */
export const termsVersion = 1

/**
 * Letters, digits and marks. Apostrophes, hyphens and slashes separate: `l’accès`, `anti-corruption` and
 * `A/RES/74/173` are several words. What cannot be seen does not.
 */
const wordPattern = /[\p{L}\p{N}][\p{L}\p{N}\p{M}\p{Cf}]*/gu
const hanScript = /\p{Script=Han}/u
/** `l’`, `women’s`, `(a)`: says nothing by itself. A single sign of Chinese does, and so does a digit. */
const singleLetter = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Arabic}]$/u

let chinese: Intl.Segmenter | undefined

/** The words of a text in its order, with their offsets. */
function* wordsOf(text: string): Generator<{ word: string; start: number }> {
  for (const { 0: word, index } of text.matchAll(wordPattern)) {
    if (!hanScript.test(word)) {
      yield { word, start: index }
      continue
    }
    chinese ??= new Intl.Segmenter('zh', { granularity: 'word' })
    for (const { segment, index: within } of chinese.segment(word))
      yield { word: segment, start: index + within }
  }
}

const stopped = new Map<Language, Map<string, boolean>>()

/** Remembered by the word as it is written: folding takes longer than everything else. */
function isStopWord(word: string, language: Language): boolean {
  let ofLanguage = stopped.get(language)
  if (!ofLanguage) stopped.set(language, (ofLanguage = new Map()))
  const found = ofLanguage.get(word)
  if (found !== undefined) return found
  const folded = fold(word)
  const is = folded === '' || singleLetter.test(folded) || stopWords[language].has(folded)
  if (ofLanguage.size >= 50_000) ofLanguage.clear()
  ofLanguage.set(word, is)
  return is
}

/** The words of a text that carry meaning, reduced to their stems. */
export function termsOf(text: string, language: Language): Term[] {
  const terms: Term[] = []
  let number = 0
  for (const { word, start } of wordsOf(text)) {
    if (!isStopWord(word, language)) {
      terms.push({ stem: stemOf(word, language), start, end: start + word.length, word: number })
    }
    number += 1
  }
  return terms
}
