import { completeLinkGroups } from '#domain/consolidation/overlap/groups'
import { itemOf } from '#domain/consolidation/overlap/item-terms'
import { OverlapIndex } from '#domain/consolidation/overlap/overlap-index'
import { languages, type Language } from '#domain/languages'
import { fold } from '#domain/text/folding'
import { segmentWords } from '#domain/text/words'
import { plainTfIdf } from './baseline'
import { readAligned, readPairs, readTwice, type Labelled } from './data'
import {
  areaUnderCurve,
  averagePrecision,
  bCubed,
  bestF1,
  pairwiseF1,
  precisionAt,
  type Judged,
} from './measures'

export type Quality = {
  auc: number
  averagePrecision: number
  f1: number
  precisionAt50: number
  precisionAt100: number
  precisionAt200: number
  allPairs: number
  groupsF1: number
  groupsBCubed: number
}

type Score = (a: Labelled, b: Labelled) => number

/** How well the labelled pairs and clusters are found, by the method and by the plain baseline. */
export function measureQuality(): { ours: Quality; plain: Quality; shareOfAllPairs: number } {
  const { items, pairs } = readPairs()
  const index = OverlapIndex.of(
    items.map(({ id, text }) => itemOf(id, text, 'en')),
    'en',
  )
  const tfIdf = plainTfIdf(items.map(({ text }) => text))
  const byId = new Map(items.map((item) => [item.id, item]))
  const together = pairsWithin(items)
  const measure = (score: Score): Quality => {
    const judged = pairs.flatMap(({ a, b, belongs }): Judged[] => {
      const [one, other] = [byId.get(a), byId.get(b)]
      return one && other ? [{ score: score(one, other), belongs }] : []
    })
    const all = together.map(([a, b]) => ({ score: score(a, b), belongs: a.cluster === b.cluster }))
    return {
      auc: areaUnderCurve(judged),
      averagePrecision: averagePrecision(judged),
      f1: bestF1(judged),
      precisionAt50: precisionAt(judged, 50),
      precisionAt100: precisionAt(judged, 100),
      precisionAt200: precisionAt(judged, 200),
      allPairs: averagePrecision(all),
      ...bestGroups(items, together, score),
    }
  }
  const belonging = together.filter(([a, b]) => a.cluster === b.cluster).length
  return {
    ours: measure((a, b) => index.score(a.id, b.id)),
    plain: measure((a, b) => tfIdf(a.text, b.text)),
    shareOfAllPairs: belonging / together.length,
  }
}

/** All pairs of items within one State. */
function pairsWithin(items: readonly Labelled[]): [Labelled, Labelled][] {
  const states = new Map<string, Labelled[]>()
  for (const item of items) states.set(item.state, [...(states.get(item.state) ?? []), item])
  return [...states.values()].flatMap((own) =>
    own.flatMap((b, at) => own.slice(0, at).map((a): [Labelled, Labelled] => [a, b])),
  )
}

/** Complete link at the threshold at which it is best, as the figures of other methods were taken. */
function bestGroups(items: readonly Labelled[], together: readonly [Labelled, Labelled][], score: Score) {
  const places = new Map(items.map(({ id }, place) => [id, place]))
  const names = [...new Set(items.map(({ cluster }) => cluster))]
  const truth = items.map(({ cluster }) => names.indexOf(cluster))
  const scored = together.map(([a, b]) => ({
    a: places.get(a.id) ?? 0,
    b: places.get(b.id) ?? 0,
    score: score(a, b),
  }))
  let best = { groupsF1: 0, groupsBCubed: 0 }
  for (let threshold = 0.02; threshold < 0.6; threshold += 0.02) {
    const grouping = items.map((_, place) => place)
    const near = scored.filter((pair) => pair.score >= threshold)
    for (const { members } of completeLinkGroups(near, Infinity)) {
      for (const member of members) grouping[member] = members[0] ?? member
    }
    const groupsF1 = pairwiseF1(grouping, truth)
    if (groupsF1 > best.groupsF1) best = { groupsF1, groupsBCubed: bCubed(grouping, truth) }
  }
  return best
}

/** The share of recommendations of one source whose first hit among those of another is the same one. */
export function measureTwice(): { found: number; of: number } {
  const rows = readTwice()
  const seconds = [...new Map(rows.map(({ second }) => [withoutStop(second), second])).values()]
  return firstHits(
    seconds,
    rows.map(({ first, second }) => ({ query: first, wanted: second })),
    'en',
  )
}

/** Two spellings of one text are one text. */
const withoutStop = (text: string) => fold(text).replace(/\.$/u, '')

/** The same for texts that were reworded by rule, in each language. */
export function measureLanguages(): Record<Language, { found: number; of: number }> {
  const aligned = readAligned()
  const measure = (language: Language) => {
    const texts = [...new Set(aligned[language])].filter(
      (text) => itemOf('', text, language).stems.length >= 6,
    )
    const queries = texts.map((text) => ({ query: reworded(text, language), wanted: text }))
    return firstHits(texts, queries, language)
  }
  const [ar, en, es, fr, ru, zh] = languages.map(measure)
  const none = { found: 0, of: 0 }
  return { ar: ar ?? none, en: en ?? none, es: es ?? none, fr: fr ?? none, ru: ru ?? none, zh: zh ?? none }
}

/** Every third word left out, the second half first. */
function reworded(text: string, language: Language): string {
  const words = segmentWords(text, language).filter(({ isWord }) => isWord)
  const kept = words.filter((_, at) => at % 3 !== 2).map((word) => word.text)
  const half = Math.floor(kept.length / 2)
  const joint = language === 'zh' ? '' : ' '
  return [...kept.slice(half), ...kept.slice(0, half)].join(joint)
}

function firstHits(
  texts: readonly string[],
  queries: readonly { query: string; wanted: string }[],
  language: Language,
) {
  const index = OverlapIndex.of(
    texts.map((text, at) => itemOf(`text ${String(at)}`, text, language)),
    language,
  )
  let found = 0
  for (const { query, wanted } of queries) {
    index.set(itemOf('query', query, language))
    const [first] = index.partners('query', 0)
    index.delete('query')
    if (first && withoutStop(texts[Number(first.id.split(' ')[1])] ?? '') === withoutStop(wanted)) found += 1
  }
  return { found, of: queries.length }
}
