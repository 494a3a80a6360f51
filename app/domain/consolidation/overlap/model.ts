import type { Language } from '#domain/languages'
import { rightSingularVectors, type SparseRows } from './svd'
import { inverseFrequency, rarity, weightOf } from './weights'

/** One item as the model sees it: the stems of its words, as often as they occur, and what it names. */
export type OverlapItem = { id: string; stems: readonly string[]; instruments: readonly string[] }

/** What is learnt from the items of one language. Typed arrays, so that another thread can make it. */
export type OverlapModel = {
  language: Language
  /** How many items it was fitted on. */
  items: number
  /** Its terms; those that at least two items have come first. */
  vocabulary: string[]
  rarities: Float32Array
  /** The weight of one word that a single item has: to share less than that means little. */
  guard: number
  /** How many dimensions the meaning of a term has; 0 if there is too little to learn from. */
  rank: number
  /** The meaning of the first terms, `rank` numbers each. */
  meanings: Float32Array
}

/** An item's weights, by the number of its terms in ascending order. */
export type WeightedTerms = { numbers: Uint32Array; weights: Float32Array }

const mostDimensions = 50
/** With fewer dimensions everything would seem to mean the same. */
const fewestDimensions = 10

/**
 * Learns how rare terms are and which keep company. The order of the items makes no difference.
 * @returns the model, and the weights of each item.
 */
export function fitModel(
  items: readonly OverlapItem[],
  language: Language,
): { model: OverlapModel; rows: WeightedTerms[] } {
  const having = new Map<string, number>()
  for (const { stems } of items)
    for (const stem of new Set(stems)) having.set(stem, (having.get(stem) ?? 0) + 1)
  const isShared = (stem: string) => (having.get(stem) ?? 0) > 1
  const alphabetical = [...having.keys()].sort()
  const shared = alphabetical.filter(isShared)
  const vocabulary = [...shared, ...alphabetical.filter((stem) => !isShared(stem))]
  const rarities = Float32Array.from(vocabulary, (stem) =>
    rarity(stem, language, having.get(stem) ?? 0, items.length),
  )
  const numbers = new Map(vocabulary.map((stem, number) => [stem, number]))
  const rows = items.map(({ stems }) =>
    weigh(
      stems.map((stem) => numbers.get(stem) ?? 0),
      (number) => rarities[number] ?? 0,
    ),
  )
  const dimensions = Math.min(mostDimensions, Math.floor(items.length / 3), shared.length)
  const rank = dimensions < fewestDimensions ? 0 : dimensions
  const sorted = rows
    .map((row, at) => ({ row, id: items[at]?.id ?? '' }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const matrix = sparse(
    sorted.map(({ row }) => row),
    shared.length,
  )
  const guard = inverseFrequency(1, items.length)
  const meanings = rank > 0 ? rightSingularVectors(matrix, rank) : new Float32Array(0)
  return { model: { language, items: items.length, vocabulary, rarities, guard, rank, meanings }, rows }
}

/** The weights of the first terms as one matrix, an item to a row. */
function sparse(rows: readonly WeightedTerms[], columns: number): SparseRows {
  const starts = new Uint32Array(rows.length + 1)
  const indices: number[] = []
  const values: number[] = []
  for (const [row, { numbers, weights }] of rows.entries()) {
    for (let at = 0; at < numbers.length && (numbers[at] ?? 0) < columns; at += 1) {
      indices.push(numbers[at] ?? 0)
      values.push(weights[at] ?? 0)
    }
    starts[row + 1] = indices.length
  }
  return { columns, starts, indices: Uint32Array.from(indices), values: Float32Array.from(values) }
}

/** The weights of an item's terms. @param occurrences the numbers of its terms, as often as they occur. */
export function weigh(occurrences: readonly number[], rarityOf: (number: number) => number): WeightedTerms {
  const sorted = Uint32Array.from(occurrences).sort()
  const numbers = sorted.filter((number, at) => number !== sorted[at - 1])
  const weights = new Float32Array(numbers.length)
  let start = 0
  for (let at = 0; at < numbers.length; at += 1) {
    const number = numbers[at] ?? 0
    let end = start
    while (sorted[end] === number) end += 1
    weights[at] = weightOf(end - start, rarityOf(number))
    start = end
  }
  return { numbers, weights }
}

/** Where an item is among the meanings, as a vector of length 1; all 0 where none of its terms is known. */
export function meaningOf(terms: WeightedTerms, model: OverlapModel): Float32Array {
  const { rank, meanings } = model
  const place = new Float64Array(rank)
  const known = rank === 0 ? 0 : meanings.length / rank
  for (let index = 0; index < terms.numbers.length; index += 1) {
    const number = terms.numbers[index] ?? 0
    if (number >= known) break
    const weight = terms.weights[index] ?? 0
    for (let at = 0; at < rank; at += 1)
      place[at] = (place[at] ?? 0) + weight * (meanings[number * rank + at] ?? 0)
  }
  const length = Math.hypot(...place)
  return Float32Array.from(place, (value) => (length > 0 ? value / length : 0))
}
