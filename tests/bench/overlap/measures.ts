/** A pair that was scored, and whether it belongs together. */
export type Judged = { score: number; belongs: boolean }

const descending = (pairs: readonly Judged[]) => pairs.toSorted((a, b) => b.score - a.score)

/** The probability that a pair that belongs together is scored above one that does not. */
export function areaUnderCurve(pairs: readonly Judged[]): number {
  const ascending = pairs.toSorted((a, b) => a.score - b.score)
  let ranks = 0
  for (let start = 0; start < ascending.length;) {
    let end = start
    while (ascending[end]?.score === ascending[start]?.score && end < ascending.length) end += 1
    // Ties share the mean of their ranks.
    for (let at = start; at < end; at += 1) if (ascending[at]?.belongs) ranks += (start + 1 + end) / 2
    start = end
  }
  const positive = pairs.filter(({ belongs }) => belongs).length
  return (ranks - (positive * (positive + 1)) / 2) / (positive * (pairs.length - positive))
}

/** The mean of the precision at each pair that belongs together. */
export function averagePrecision(pairs: readonly Judged[]): number {
  let [found, sum] = [0, 0]
  for (const [at, { belongs }] of descending(pairs).entries()) {
    if (!belongs) continue
    found += 1
    sum += found / (at + 1)
  }
  return sum / found
}

/** The F1 of the threshold at which it is best. */
export function bestF1(pairs: readonly Judged[]): number {
  const all = pairs.filter(({ belongs }) => belongs).length
  let [found, best] = [0, 0]
  for (const [at, { belongs }] of descending(pairs).entries()) {
    if (belongs) found += 1
    best = Math.max(best, (2 * found) / (at + 1 + all))
  }
  return best
}

export const precisionAt = (pairs: readonly Judged[], count: number): number =>
  descending(pairs)
    .slice(0, count)
    .filter(({ belongs }) => belongs).length / count

/** The F1 of the pairs that a grouping puts together, against those that belong together. */
export function pairwiseF1(grouping: readonly number[], truth: readonly number[]): number {
  let [together, found, belong] = [0, 0, 0]
  for (let a = 0; a < truth.length; a += 1) {
    for (let b = 0; b < a; b += 1) {
      const [grouped, same] = [grouping[a] === grouping[b], truth[a] === truth[b]]
      if (grouped) together += 1
      if (same) belong += 1
      if (grouped && same) found += 1
    }
  }
  return (2 * found) / (together + belong)
}

/** Bagga and Baldwin: precision and recall of each item's own group, and the F1 of their means. */
export function bCubed(grouping: readonly number[], truth: readonly number[]): number {
  const groups = membersOf(grouping)
  const clusters = membersOf(truth)
  let [precision, recall] = [0, 0]
  for (let item = 0; item < truth.length; item += 1) {
    const own = groups.get(grouping[item] ?? -1) ?? []
    const wanted = clusters.get(truth[item] ?? -1) ?? []
    const right = own.filter((other) => truth[other] === truth[item]).length
    precision += right / own.length
    recall += right / wanted.length
  }
  return (2 * precision * recall) / (precision + recall) / truth.length
}

function membersOf(labels: readonly number[]): Map<number, number[]> {
  const members = new Map<number, number[]>()
  for (const [item, label] of labels.entries()) members.set(label, [...(members.get(label) ?? []), item])
  return members
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
