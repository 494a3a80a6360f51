import { newStemmer } from 'snowball-stemmers'
import type { Language } from '#domain/languages'
import { fold } from '#domain/text/folding'
import { arabicStem } from './arabic-stem'

const [english, french, russian, spanish] = [
  newStemmer('english'),
  newStemmer('french'),
  newStemmer('russian'),
  newStemmer('spanish'),
]

/** What makes no difference to a stemmer, but would keep it from knowing the word. Accents matter to it. */
const plain = (word: string) =>
  word
    .normalize('NFC')
    .replace(/\p{Cf}+/gu, '')
    .toLowerCase()

const stemmers: Record<Language, (word: string) => string> = {
  ar: (word) => arabicStem(fold(word)),
  en: (word) => fold(english.stem(plain(word))),
  es: (word) => fold(spanish.stem(plain(word))),
  fr: (word) => fold(french.stem(plain(word))),
  ru: (word) => fold(russian.stem(plain(word))),
  zh: fold,
}

const [arabicScript, cyrillicScript, latinScript] = [
  /\p{Script=Arabic}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Latin}/u,
]

/** The language whose rules a word of a text follows: a name in Latin letters in an Arabic text is no Arabic word. */
function languageOf(word: string, text: Language): Language {
  if (arabicScript.test(word)) return 'ar'
  if (cyrillicScript.test(word)) return 'ru'
  if (!latinScript.test(word)) return 'zh'
  return text === 'es' || text === 'fr' ? text : 'en'
}

/** How many words of one language are remembered: texts share nearly all of theirs. */
const remembered = 50_000
const known = new Map<Language, Map<string, string>>()

/** What a word and its inflections have in common, folded. `language` is that of the text it is from. */
export function stemOf(word: string, language: Language): string {
  let ofLanguage = known.get(language)
  if (!ofLanguage) known.set(language, (ofLanguage = new Map()))
  const found = ofLanguage.get(word)
  if (found !== undefined) return found
  // A single sign may fold to several words.
  const stem = stemmers[languageOf(word, language)](word).replace(/\s+/gu, '')
  if (ofLanguage.size >= remembered) ofLanguage.clear()
  ofLanguage.set(word, stem)
  return stem
}
