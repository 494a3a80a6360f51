import { languages, type Language } from '#domain/languages'
import { largestGroup } from './bands'
import { completeLinkGroups } from './groups'
import type { IndexedItem } from './indexed-item'
import type { OverlapItem, OverlapModel } from './model'
import { OverlapIndex, type Links } from './overlap-index'

/** The items of one language as they are handed from one thread to another: few objects, large arrays. */
export type FittedLanguage = {
  model: OverlapModel
  ids: string[]
  /** The names of each item's instruments, a line each. */
  instruments: string[]
  inverseLengths: Float32Array
  sums: Float32Array
  /** The terms of item `i` are from `starts[i]` to `starts[i + 1]`. */
  starts: Uint32Array
  numbers: Uint32Array
  weights: Float32Array
  /** `model.rank` numbers for each item. */
  meanings: Float32Array
  links: Links
  /** Items that belong together, each in one group at most; by their places among `ids`. */
  groups: number[][]
}

/** Learns what the items of each language say, and finds those that overlap. Takes seconds for thousands of items. */
export function fitLanguages(
  items: readonly (OverlapItem & { language: Language })[],
): Partial<Record<Language, FittedLanguage>> {
  const fitted: Partial<Record<Language, FittedLanguage>> = {}
  for (const language of languages) {
    const own = items.filter((item) => item.language === language)
    // Groups go by the places of items: ties must not depend on the order in which they were read.
    own.sort((a, b) => (a.id < b.id ? -1 : 1))
    if (own.length > 0) fitted[language] = pack(OverlapIndex.of(own, language, 'none'))
  }
  return fitted
}

function pack(index: OverlapIndex): FittedLanguage {
  const items = index.items()
  const links = index.findLinks()
  const pairs = Array.from(links.from, (a, at) => ({ a, b: links.to[at] ?? 0, score: links.scores[at] ?? 0 }))
  const starts = new Uint32Array(items.length + 1)
  for (const [place, { terms }] of items.entries()) {
    starts[place + 1] = (starts[place] ?? 0) + terms.numbers.length
  }
  const numbers = new Uint32Array(starts[items.length] ?? 0)
  const weights = new Float32Array(numbers.length)
  const meanings = new Float32Array(items.length * index.model.rank)
  for (const [place, { terms, meaning }] of items.entries()) {
    numbers.set(terms.numbers, starts[place])
    weights.set(terms.weights, starts[place])
    meanings.set(meaning, place * index.model.rank)
  }
  return {
    model: index.model,
    ids: items.map(({ id }) => id),
    instruments: items.map(({ instruments }) => instruments.join('\n')),
    inverseLengths: Float32Array.from(items, ({ inverseLength }) => inverseLength),
    sums: Float32Array.from(items, ({ sum }) => sum),
    starts,
    numbers,
    weights,
    meanings,
    links,
    groups: completeLinkGroups(pairs, largestGroup).map(({ members }) => members),
  }
}

/** The index that was packed. */
export function unpack(fitted: FittedLanguage): OverlapIndex {
  const { model, starts } = fitted
  const items = fitted.ids.map((id, place): IndexedItem => {
    const [start, end] = [starts[place] ?? 0, starts[place + 1] ?? 0]
    const instruments = fitted.instruments[place] ?? ''
    return {
      id,
      terms: {
        numbers: fitted.numbers.subarray(start, end),
        weights: fitted.weights.subarray(start, end),
      },
      inverseLength: fitted.inverseLengths[place] ?? 0,
      sum: fitted.sums[place] ?? 0,
      meaning: fitted.meanings.subarray(place * model.rank, (place + 1) * model.rank),
      instruments: instruments === '' ? [] : instruments.split('\n'),
    }
  })
  return new OverlapIndex(model, items, fitted.links)
}

/** The arrays that change hands instead of being copied. */
export const transferable = ({ model, links, ...fitted }: FittedLanguage): ArrayBuffer[] =>
  [
    model.rarities,
    model.meanings,
    fitted.inverseLengths,
    fitted.sums,
    fitted.starts,
    fitted.numbers,
    fitted.weights,
    fitted.meanings,
    links.from,
    links.to,
    links.scores,
  ].map(({ buffer }) => buffer as ArrayBuffer)
