import { nameDifferentInstruments } from './instruments'
import { meaningOf, type OverlapItem, type OverlapModel, type WeightedTerms } from './model'
import { containmentOf, cosineOf, scoreOf } from './score'

/** An item with everything that its scores are computed from. */
export type IndexedItem = {
  id: string
  terms: WeightedTerms
  /** One by the Euclidean length of its weights; 0 if it has none. */
  inverseLength: number
  /** The sum of its weights. */
  sum: number
  meaning: Float32Array
  instruments: readonly string[]
}

/** Its sizes are rounded as large arrays hold them, so that a pair has one score, from whichever item it is asked for. */
export function indexItem(
  { id, instruments }: OverlapItem,
  terms: WeightedTerms,
  model: OverlapModel,
): IndexedItem {
  let [squares, sum] = [0, 0]
  for (const weight of terms.weights) {
    squares += weight * weight
    sum += weight
  }
  return {
    id,
    instruments,
    terms,
    inverseLength: squares > 0 ? Math.fround(1 / Math.sqrt(squares)) : 0,
    sum: Math.fround(sum),
    meaning: meaningOf(terms, model),
  }
}

export function scoreOfPair(a: IndexedItem, b: IndexedItem, { guard }: OverlapModel): number {
  let [dot, smaller, at, other] = [0, 0, 0, 0]
  while (at < a.terms.numbers.length && other < b.terms.numbers.length) {
    const [left, right] = [a.terms.numbers[at] ?? 0, b.terms.numbers[other] ?? 0]
    if (left === right) {
      const [one, two] = [a.terms.weights[at] ?? 0, b.terms.weights[other] ?? 0]
      dot += one * two
      smaller += Math.min(one, two)
    }
    if (left <= right) at += 1
    if (right <= left) other += 1
  }
  return scoreOfShared(
    cosineOf(dot, a.inverseLength, b.inverseLength),
    containmentOf(smaller, a.sum, b.sum, guard),
    a,
    b,
  )
}

/** The score of two items whose words have been compared. */
export const scoreOfShared = (cosine: number, containment: number, a: IndexedItem, b: IndexedItem): number =>
  scoreOf(
    cosine,
    containment,
    a.meaning.length > 0 ? innerProduct(a.meaning, b.meaning) : undefined,
    nameDifferentInstruments(a.instruments, b.instruments) ? 'different' : 'same',
  )

function innerProduct(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0)
  return sum
}
