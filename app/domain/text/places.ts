import type { Token } from './content-tokens'
import { letterLabel, lettersOfLevels, levelOf, type BlockLevel } from './letters'

/**
 * How people refer to a block of a text. The words are those that stand beside the text itself, so "sub-item (c)" is
 * the same for everybody, on paper and on any screen.
 */
export type BlockPlace =
  /** The only block of its text. */
  | { kind: 'whole' }
  /** `number`: counted from 1 among the paragraphs; absent where the text has only one. */
  | { kind: 'paragraph'; number?: number }
  /** `label`: `(c)`, or `(c) (i)` on the second level; `paragraph` where several paragraphs may have such an item. */
  | { kind: 'sub-item'; label: string; paragraph?: number }

/** The place of each token's block, and of the end of the text. */
export function placesOf(tokens: readonly Token[]): BlockPlace[] {
  const places = placesOfLevels(
    tokens.flatMap((token) =>
      token.kind === 'break'
        ? [levelOf({ type: token.block, ...(token.level && { level: token.level }) })]
        : [],
    ),
  )
  let block = 0
  const at = (index: number) => places[Math.min(index, places.length - 1)] ?? { kind: 'whole' }
  const found = tokens.map((token) => {
    const place = at(block)
    if (token.kind === 'break') block += 1
    return place
  })
  return [...found, at(block)]
}

function placesOfLevels(levels: readonly BlockLevel[]): BlockPlace[] {
  if (levels.length === 1) return [{ kind: 'whole' }]
  const paragraphs = levels.filter((level) => level === 0).length
  const letters = lettersOfLevels(levels)
  let number = 0
  let item: string | undefined
  return levels.map((level, index): BlockPlace => {
    const letter = letters[index]
    if (level === 0 || letter === undefined) {
      number += 1
      item = undefined
      return { kind: 'paragraph', ...(paragraphs > 1 && { number }) }
    }
    const own = letterLabel(letter)
    if (level === 1) item = own
    const label = level === 2 && item !== undefined ? `${item} ${own}` : own
    return { kind: 'sub-item', label, ...(paragraphs > 1 && number > 0 && { paragraph: number }) }
  })
}

/**
 * For each token of an earlier text, the block of a later one in which it is, or would be if it were still there;
 * where the two texts have nothing in common, its own block.
 * @param toLater for each token of the earlier text where it is in the later one, or −1.
 */
export function placesInLater(
  earlier: readonly Token[],
  later: readonly Token[],
  toLater: readonly number[],
): BlockPlace[] {
  const own = placesOf(earlier)
  if (!toLater.some((at) => at >= 0)) return own
  const theirs = placesOf(later)
  let following = later.length
  const places: BlockPlace[] = []
  for (let at = earlier.length; at >= 0; at--) {
    const found = at < earlier.length ? (toLater[at] ?? -1) : later.length
    if (found >= 0) following = found
    places[at] = theirs[following] ?? own[at] ?? { kind: 'whole' }
  }
  return places
}

export const isSamePlace = (a: BlockPlace, b: BlockPlace): boolean => JSON.stringify(a) === JSON.stringify(b)
