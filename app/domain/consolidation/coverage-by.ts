import type { RecommendationId } from '#domain/ids'

/** How many items there are under a key, and how many of them have a disposition. */
export type CoverageOf<Key> = { key: Key; items: number; covered: number }

/**
 * Coverage by delegation, meeting or topic; an item with several keys, such as its proposers, counts under each.
 * @param missing the items without a disposition that stands.
 */
export function coverageBy<Key extends string>(
  items: readonly RecommendationId[],
  missing: ReadonlySet<RecommendationId>,
  keysOf: (item: RecommendationId) => readonly Key[],
): CoverageOf<Key>[] {
  const counts = new Map<Key, CoverageOf<Key>>()
  for (const item of items) {
    for (const key of new Set(keysOf(item))) {
      const count = counts.get(key) ?? { key, items: 0, covered: 0 }
      counts.set(key, {
        key,
        items: count.items + 1,
        covered: count.covered + (missing.has(item) ? 0 : 1),
      })
    }
  }
  return [...counts.values()]
}
