import type { Language } from '#domain/languages'
import { stemOf } from '#domain/search/stems'
import type { Term } from '#domain/search/terms'

/** What an instrument is called, and on which side of that word the rest of its name is. */
const kinds: Record<Language, { words: string; name: 'before' | 'after' }> = {
  ar: { words: 'اتفاقية معاهدة بروتوكول عهد ميثاق', name: 'after' },
  en: { words: 'convention covenant protocol statute treaty charter', name: 'after' },
  es: { words: 'convención convenio pacto protocolo estatuto tratado carta', name: 'after' },
  fr: { words: 'convention pacte protocole statut traité charte', name: 'after' },
  ru: { words: 'конвенция пакт протокол статут договор устав', name: 'after' },
  zh: { words: '公约 盟约 议定书 规约 条约 宪章', name: 'before' },
}

/** So many words of a name tell one instrument from another; longer ones are rarely written out in full. */
const tellingWords = 2
/** The words of a name are near each other: what is further away belongs to the sentence. */
const furthest = 5

const kindStems = new Map<Language, ReadonlySet<string>>()

function stemsOfKinds(language: Language): ReadonlySet<string> {
  let stems = kindStems.get(language)
  if (!stems) {
    stems = new Set(kinds[language].words.split(' ').map((word) => stemOf(word, language)))
    kindStems.set(language, stems)
  }
  return stems
}

/** `A/RES/74/173`, `E/2019/30`, `26/4`: at least two parts, the last one a number. */
const symbol =
  /(?<![\p{L}\p{N}/])(?:[A-Z][A-Z.]*\/)*\d+\/\d+(?![\p{L}\p{N}/])|(?<![\p{L}\p{N}/])(?:[A-Z][A-Z.]*\/)+(?:\d+\/)*\d+(?![\p{L}\p{N}/])/gu

/**
 * The instruments and resolutions that a text names, by what tells them apart. Two items that name different ones
 * only (`ratify this convention`, `ratify that one`) read alike and ask for different things.
 */
export function instrumentsOf(text: string, terms: readonly Term[], language: Language): string[] {
  const found = new Set<string>()
  const stems = stemsOfKinds(language)
  for (const [at, term] of terms.entries()) {
    if (!stems.has(term.stem)) continue
    const name =
      kinds[language].name === 'after'
        ? terms.slice(at + 1, at + 1 + tellingWords)
        : terms.slice(Math.max(0, at - tellingWords), at)
    const near = name.filter((candidate) => Math.abs(candidate.word - term.word) <= furthest)
    if (near.length > 0) found.add([term.stem, ...near.map((entry) => entry.stem)].join(' '))
  }
  for (const [written] of text.matchAll(symbol)) found.add(written)
  return [...found].toSorted()
}

/** Whether both name instruments, and none that the other names. */
export const nameDifferentInstruments = (a: readonly string[], b: readonly string[]): boolean =>
  a.length > 0 && b.length > 0 && !a.some((name) => b.includes(name))
