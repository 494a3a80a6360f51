/** What remains of a score where two items name different instruments only. */
const differentInstruments = 0.6

/** How alike two items are, from the inner product of their weights and one by the Euclidean length of each. */
export const cosineOf = (dot: number, inverseLength: number, otherInverseLength: number): number =>
  dot * (inverseLength * otherInverseLength)

/**
 * How much of the shorter one is in the other, from the sum of the smaller of both weights of each term and the sum
 * of the weights of each item.
 * @param guard so much shared weight counts for half, so that a text of two words is not in every long one.
 */
export const containmentOf = (smaller: number, sum: number, otherSum: number, guard: number): number =>
  smaller > 0 ? (smaller * smaller) / (Math.min(sum, otherSum) * (smaller + guard)) : 0

/** So much can the company that words keep add to what the words alone say. */
const mostFromMeaning = 1 / 3

/**
 * Whether two items may reach a score, whatever they mean. It is asked for millions of pairs: the containment is
 * compared without the division.
 */
export const mayReach = (
  score: number,
  cosine: number,
  smaller: number,
  sum: number,
  otherSum: number,
  guard: number,
): boolean =>
  smaller * smaller >= (3 * (score - mostFromMeaning) - cosine) * Math.min(sum, otherSum) * (smaller + guard)

/**
 * The score of two items, 0 to 1: the mean of how alike their words are, how much of one is in the other, and how
 * alike they are by the company that their words keep.
 * @param meaning undefined if too few items are known to tell.
 */
export function scoreOf(
  cosine: number,
  containment: number,
  meaning: number | undefined,
  instruments: 'same' | 'different',
): number {
  const words = cosine + containment
  const score = meaning === undefined ? words / 2 : (words + Math.max(0, meaning)) / 3
  return Math.min(1, instruments === 'different' ? score * differentInstruments : score)
}
