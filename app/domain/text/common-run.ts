import { tokenKey, type Token } from './content-tokens'

/** A passage that both texts have, word for word: tokens of the one and of the other. */
export type CommonRun = { aStart: number; aEnd: number; bStart: number; bEnd: number; words: number }

/** Fewer words come twice by coincidence. */
const fewestWords = 4
/** Beyond this many comparisons two texts are so different that no one would call anything in them the same. */
export const mostComparisons = 1_000_000

type Stretch = { start: number; end: number }

/** The longest passage of several words that a stretch of the one text shares with a stretch of the other. */
export function longestCommonRun(
  a: readonly Token[],
  b: readonly Token[],
  from: Stretch,
  to: Stretch,
): CommonRun | undefined {
  const size = to.end - to.start
  if ((from.end - from.start) * size > mostComparisons) return undefined
  const bKeys = b.slice(to.start, to.end).map(tokenKey)
  let best: CommonRun | undefined
  let before = new Array<number>(size + 1).fill(0)
  for (let at = from.start; at < from.end; at++) {
    const token = a[at]
    if (!token) break
    const key = tokenKey(token)
    const row = new Array<number>(size + 1).fill(0)
    for (let other = 0; other < size; other++) {
      if (key !== bKeys[other]) continue
      const length = (before[other] ?? 0) + 1
      row[other + 1] = length
      if (length < (best ? best.aEnd - best.aStart + 1 : fewestWords)) continue
      const start = firstWord(a, at + 1 - length, at + 1)
      const words = a.slice(start, at + 1).filter(isWord).length
      if (words <= (best?.words ?? fewestWords - 1)) continue
      const bEnd = to.start + other + 1
      best = { aStart: start, aEnd: at + 1, bStart: bEnd - (at + 1 - start), bEnd, words }
    }
    before = row
  }
  return best
}

const isWord = (token: Token) => token.kind === 'word' && token.isWord

function firstWord(tokens: readonly Token[], start: number, end: number): number {
  const found = tokens.slice(start, end).findIndex(isWord)
  return found < 0 ? end : start + found
}
