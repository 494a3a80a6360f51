import { longestCommonRun } from './common-run'
import { commonSequence } from './common-sequence'
import { isBetweenWords, tokenKey, type Token } from './content-tokens'

/** For each token of the one text, where it is in the other, or −1. Positions only ever rise. */
export type Alignment = number[]

/** A difference: tokens `[aStart, aEnd)` of the one text stand where `[bStart, bEnd)` of the other stand. */
export type Hunk = { aStart: number; aEnd: number; bStart: number; bEnd: number }

/**
 * Aligns two texts by their longest common sequence of tokens.
 * @param anchors pairs that are known to be the same token, in rising order; only what lies between is compared.
 */
export function alignTokens(
  a: readonly Token[],
  b: readonly Token[],
  anchors: readonly (readonly [number, number])[] = [],
): Alignment {
  const sides: Sides = { a: a.map(keyed), b: b.map(keyed) }
  const alignment: Alignment = a.map(() => -1)
  const whole = { aStart: 0, aEnd: a.length, bStart: 0, bEnd: b.length }
  // Words first: matching the spaces between them must not cost a word its partner.
  alignBetween(whole, anchors, alignment, (gap) => {
    trim(sides, gap, alignment)
    alignBetween(
      gap,
      matches(sides, gap, ({ isBetween }) => !isBetween),
      alignment,
      (rest) => {
        trim(sides, rest, alignment)
        for (const [from, to] of matches(sides, rest, () => true)) alignment[from] = to
      },
    )
  })
  return alignment
}

type Keyed = { key: string; isBetween: boolean }
type Sides = { a: readonly Keyed[]; b: readonly Keyed[] }

const keyed = (token: Token): Keyed => ({ key: tokenKey(token), isBetween: isBetweenWords(token) })

/** Takes pairs that are known as aligned, and hands on what lies between them. */
function alignBetween(
  gap: Hunk,
  anchors: readonly (readonly [number, number])[],
  alignment: Alignment,
  alignGap: (gap: Hunk) => void,
): void {
  let [aNext, bNext] = [gap.aStart, gap.bStart]
  for (const [aAnchor, bAnchor] of [...anchors, [gap.aEnd, gap.bEnd] as const]) {
    if (aAnchor < aNext || bAnchor < bNext) continue
    alignGap({ aStart: aNext, aEnd: aAnchor, bStart: bNext, bEnd: bAnchor })
    if (aAnchor < gap.aEnd) alignment[aAnchor] = bAnchor
    aNext = aAnchor + 1
    bNext = bAnchor + 1
  }
}

/** Aligns what is the same at the beginning and at the end, and narrows the gap to the rest. */
function trim({ a, b }: Sides, gap: Hunk, alignment: Alignment): void {
  const same = (left: number, right: number) => a[left]?.key === b[right]?.key
  while (gap.aStart < gap.aEnd && gap.bStart < gap.bEnd && same(gap.aStart, gap.bStart))
    alignment[gap.aStart++] = gap.bStart++
  while (gap.aStart < gap.aEnd && gap.bStart < gap.bEnd && same(gap.aEnd - 1, gap.bEnd - 1))
    alignment[--gap.aEnd] = --gap.bEnd
}

/** Pairs of the longest common sequence of those tokens of a gap that count. */
function matches({ a, b }: Sides, gap: Hunk, counts: (token: Keyed) => boolean): [number, number][] {
  const within = (tokens: readonly Keyed[], start: number, end: number) => {
    const found: { at: number; key: string }[] = []
    for (let at = start; at < end; at++) {
      const token = tokens[at]
      if (token && counts(token)) found.push({ at, key: token.key })
    }
    return found
  }
  const [left, right] = [within(a, gap.aStart, gap.aEnd), within(b, gap.bStart, gap.bEnd)]
  if (left.length === 0 || right.length === 0) return []
  const common = commonSequence(
    left.map((entry) => entry.key),
    right.map((entry) => entry.key),
  )
  return common.flatMap(([from, to]): [number, number][] => {
    const [one, other] = [left[from], right[to]]
    return one && other ? [[one.at, other.at]] : []
  })
}

/** Where the two texts differ, in order. */
export function hunksOf(alignment: Alignment, bLength: number): Hunk[] {
  const hunks: Hunk[] = []
  let [aNext, bNext] = [0, 0]
  for (let a = 0; a <= alignment.length; a++) {
    const b = a === alignment.length ? bLength : (alignment[a] ?? -1)
    if (b < 0) continue
    if (a > aNext || b > bNext) hunks.push({ aStart: aNext, aEnd: a, bStart: bNext, bEnd: b })
    aNext = a + 1
    bNext = b + 1
  }
  return hunks
}

/**
 * The differences as people would mark them: a paragraph is added with its own end and not with the end of
 * the one before it, and white space or a comma between two changed words belongs to the change.
 */
export function readableAlignment(a: readonly Token[], b: readonly Token[], alignment: Alignment): Alignment {
  const result = [...alignment]
  for (const hunk of hunksOf(alignment, b.length)) slideToBlockEnd(a, b, hunk, result)
  const hunks = hunksOf(result, b.length)
  hunks.forEach((hunk, index) => {
    const next = hunks[index + 1]
    if (next && a.slice(hunk.aEnd, next.aStart).every(isBetweenWords)) {
      result.fill(-1, hunk.aEnd, next.aStart)
    }
  })
  for (const hunk of hunksOf(result, b.length)) keepPassages(a, b, hunk, result)
  return result
}

/**
 * The longest common sequence may be made of the spaces between the words of two passages that changed places:
 * then one of the two is kept instead.
 */
function keepPassages(a: readonly Token[], b: readonly Token[], hunk: Hunk, alignment: Alignment): void {
  const { aStart, aEnd, bStart, bEnd } = hunk
  const run = longestCommonRun(a, b, { start: aStart, end: aEnd }, { start: bStart, end: bEnd })
  if (!run) return
  for (let at = run.aStart; at < run.aEnd; at++) alignment[at] = run.bStart + at - run.aStart
  keepPassages(a, b, { aStart, aEnd: run.aStart, bStart, bEnd: run.bStart }, alignment)
  keepPassages(a, b, { aStart: run.aEnd, aEnd, bStart: run.bEnd, bEnd }, alignment)
}

function slideToBlockEnd(a: readonly Token[], b: readonly Token[], hunk: Hunk, alignment: Alignment): void {
  let { aStart, aEnd, bStart, bEnd } = hunk
  if (aStart === aEnd) {
    for (; b[bStart]?.kind === 'break' && alignment[aEnd] === bEnd; aEnd++, bStart++, bEnd++) {
      const [first, next] = [b[bStart], b[bEnd]]
      if (!first || !next || tokenKey(first) !== tokenKey(next)) return
      alignment[aEnd] = bStart
    }
  } else if (bStart === bEnd) {
    for (; a[aStart]?.kind === 'break' && alignment[aEnd] === bEnd; aStart++, aEnd++, bEnd++) {
      const [first, next] = [a[aStart], a[aEnd]]
      if (!first || !next || tokenKey(first) !== tokenKey(next)) return
      alignment[aStart] = bEnd
      alignment[aEnd] = -1
    }
  }
}
