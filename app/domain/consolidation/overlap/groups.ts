/** Two items and how much they overlap. Both are numbers below the count of items. */
export type ScoredPair = { a: number; b: number; score: number }

export type Group = {
  /** In ascending order. */
  members: number[]
  /** The lowest score of any two of its members. */
  score: number
}

/**
 * Groups of items that all overlap with each other (complete link): the two groups whose least alike members are
 * most alike are joined first. Ties go to the items that come first, so that the order of the pairs makes no
 * difference.
 * @param pairs each two items at most once; two that are not given do not belong together.
 * @returns the groups of two or more, the closest first.
 */
export function completeLinkGroups(pairs: readonly ScoredPair[], largest: number): Group[] {
  const count = 1 + pairs.reduce((last, { a, b }) => Math.max(last, a, b), 0)
  const keyOf = (a: number, b: number) => (a < b ? a * count + b : b * count + a)
  const sorted = pairs.toSorted((x, y) => y.score - x.score || keyOf(x.a, x.b) - keyOf(y.a, y.b))
  const groups = new Map<number, Group>()
  const groupOf = (item: number): Group => groups.get(item) ?? { members: [item], score: 1 }
  const seen = new Set<number>()
  for (const { a, b, score } of sorted) {
    seen.add(keyOf(a, b))
    const [one, other] = [groupOf(a), groupOf(b)]
    if (one === other || one.members.length + other.members.length > largest) continue
    // The pair that completes all pairs across both groups is the least alike of them.
    if (!one.members.every((left) => other.members.every((right) => seen.has(keyOf(left, right))))) continue
    const joined = { members: [...one.members, ...other.members].toSorted((x, y) => x - y), score }
    for (const member of joined.members) groups.set(member, joined)
  }
  const first = ({ members }: Group) => members[0] ?? 0
  return [...new Set(groups.values())].toSorted((x, y) => y.score - x.score || first(x) - first(y))
}
