import type { RecommendationId } from '#domain/ids'

export const dispositionKinds = ['carried-over', 'reworded', 'merged', 'split', 'not-retained'] as const
export type DispositionKind = (typeof dispositionKinds)[number]

/** What became of one preliminary item: the paragraphs that it went into, or the reason why it was not retained. */
export type Disposition = {
  item: RecommendationId
  kind: DispositionKind
  reason: string | undefined
  targets: readonly RecommendationId[]
}

/** Texts are the same where they read the same; line breaks and runs of spaces do not matter. */
const reading = (text: string) => text.normalize('NFC').replace(/\s+/gu, ' ').trim()

/**
 * What became of an item that went into one paragraph or several, from what they look like now.
 * @param targets each with its text and the number of items that went into it.
 */
export function dispositionKind(
  text: string,
  targets: readonly { text: string; sources: number }[],
): Exclude<DispositionKind, 'not-retained'> {
  const [only] = targets
  if (targets.length > 1 || !only) return 'split'
  if (only.sources > 1) return 'merged'
  return reading(only.text) === reading(text) ? 'carried-over' : 'reworded'
}

export type Coverage = { items: number; covered: number; missing: RecommendationId[] }

/**
 * Which items have a disposition that stands. One whose paragraphs were all dropped stands no longer: the item
 * would disappear silently.
 * @param dropped paragraphs that are not adopted.
 */
export function coverageOf(
  items: readonly RecommendationId[],
  dispositions: readonly Disposition[],
  dropped: ReadonlySet<RecommendationId>,
): Coverage {
  const standing = new Set(
    dispositions
      .filter(
        (disposition) =>
          disposition.kind === 'not-retained' || disposition.targets.some((target) => !dropped.has(target)),
      )
      .map((disposition) => disposition.item),
  )
  const missing = items.filter((item) => !standing.has(item))
  return { items: items.length, covered: items.length - missing.length, missing }
}
