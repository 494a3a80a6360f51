import type { Language } from '#domain/languages'

/** Words so frequent that a sentence hardly does without them, and that the others do not use. */
const frequent: Record<'en' | 'es' | 'fr', ReadonlySet<string>> = {
  en: new Set([
    'the',
    'of',
    'and',
    'to',
    'in',
    'for',
    'should',
    'that',
    'with',
    'on',
    'its',
    'by',
    'as',
    'all',
  ]),
  es: new Set([
    'el',
    'los',
    'las',
    'del',
    'y',
    'para',
    'que',
    'con',
    'por',
    'una',
    'sus',
    'su',
    'al',
    'deberían',
  ]),
  fr: new Set([
    'le',
    'les',
    'des',
    'et',
    'du',
    'pour',
    'que',
    'dans',
    'par',
    'une',
    'aux',
    'leurs',
    'au',
    'devraient',
  ]),
}

const scripts: [Language, RegExp][] = [
  ['ar', /\p{Script=Arabic}/gu],
  ['zh', /\p{Script=Han}/gu],
  ['ru', /\p{Script=Cyrillic}/gu],
]

/**
 * The language in which a screen marks words of which no language was kept: by their script, and among those written in
 * Latin letters by their most frequent words. Files are asked by a detector with tables, which no browser should load.
 */
export function likelyLanguage(text: string, otherwise: Language = 'en'): Language {
  const letters = text.match(/\p{Letter}/gu)?.length ?? 0
  if (letters === 0) return otherwise
  for (const [language, script] of scripts) {
    if ((text.match(script)?.length ?? 0) > letters / 2) return language
  }
  const words = text.toLowerCase().match(/\p{Letter}+/gu) ?? []
  const score = (language: 'en' | 'es' | 'fr') => words.filter((word) => frequent[language].has(word)).length
  const [best] = (['en', 'es', 'fr'] as const).toSorted((a, b) => score(b) - score(a))
  return best && score(best) > 0 ? best : otherwise
}
