import { alignTokens, type Alignment } from '#domain/text/alignment'
import { tokenText } from '#domain/text/content-tokens'
import { itemOf, letterKey, type DocumentToken } from './document-words'

/**
 * Where the words of an earlier state of a document are in a later one: the same letters, or else the same words in
 * the same order. The end of a block and the edge of a bracket is only ever the same item.
 */
export function alignStates(earlier: readonly DocumentToken[], later: readonly DocumentToken[]): Alignment {
  const same = sameItems(earlier, later)
  const alignment = alignTokens(earlier, later, same)
  const known = new Map(same)
  return alignment.map((to, from) => (earlier[from]?.kind === 'word' ? to : (known.get(from) ?? -1)))
}

/**
 * The most pairs of tokens that are the same items of a document, in rising order on both sides. A word counts as long
 * as no one has written in it.
 */
export function sameItems(
  current: readonly DocumentToken[],
  target: readonly DocumentToken[],
): readonly (readonly [number, number])[] {
  const places = new Map<string, number>()
  const nameCurrent = naming()
  current.forEach((token, at) => {
    const name = nameCurrent(token)
    if (name !== undefined) places.set(name, at)
  })
  const pairs: [number, number][] = []
  const taken = new Set<number>()
  const nameTarget = naming()
  target.forEach((token, to) => {
    const name = nameTarget(token)
    const from = name === undefined ? undefined : places.get(name)
    const own = from === undefined ? undefined : current[from]
    // Somebody may have written in a word since: then it is another one.
    if (from === undefined || !own || taken.has(from) || tokenText(own) !== tokenText(token)) return
    taken.add(from)
    pairs.push([from, to])
  })
  return longestRising(pairs)
}

/** Names tokens by the items that they are; of a bracket that is cut in pieces, by its id and how many came before. */
function naming(): (token: DocumentToken) => string | undefined {
  const counts = new Map<string, number>()
  return (token) => {
    if ((token.kind === 'open' || token.kind === 'close') && token.id && !token.origin) {
      const name = `${token.kind} ${token.id}`
      const count = counts.get(name) ?? 0
      counts.set(name, count + 1)
      return `${name} ${String(count)}`
    }
    const item = itemOf(token)
    return item && letterKey(item)
  }
}

/** The longest subsequence in which the first numbers rise, as the second ones do. */
function longestRising(pairs: readonly [number, number][]): [number, number][] {
  const ends: number[] = []
  const before: number[] = []
  pairs.forEach(([from], index) => {
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((pairs[ends[middle] ?? 0]?.[0] ?? 0) < from) low = middle + 1
      else high = middle
    }
    before[index] = low > 0 ? (ends[low - 1] ?? -1) : -1
    ends[low] = index
  })
  const rising: [number, number][] = []
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) {
    const pair = pairs[at]
    if (pair) rising.push(pair)
  }
  return rising.toReversed()
}
