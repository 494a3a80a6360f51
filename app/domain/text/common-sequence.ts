import { diffArrays } from 'diff'

/** Places of two texts that hold the same, rising on both sides. */
export type Pairs = (readonly [number, number])[]

type Gap = { aStart: number; aEnd: number; bStart: number; bEnd: number }

/** Up to so many insertions and deletions the longest common sequence is looked for; it costs their square. */
const exactEdits = 600
/** Stretches of so many words on both sides together are always compared exactly. */
const exactWords = 200

/**
 * What two texts have in common: the longest common sequence where they differ in little. Where they differ in much
 * that would take minutes; then words that occur once on each side lead, and what lies between two of them is compared
 * by itself, so that the time grows with the length and not with its square.
 */
export function commonSequence(a: readonly string[], b: readonly string[]): Pairs {
  const [left, right] = numbered(a, b)
  const whole = { aStart: 0, aEnd: a.length, bStart: 0, bEnd: b.length }
  const pairs: Pairs = []
  if (!addExact(left, right, whole, exactEdits, pairs)) addByAnchors(left, right, whole, pairs)
  return pairs
}

/** Numbers compare faster than words do. */
function numbered(a: readonly string[], b: readonly string[]): [number[], number[]] {
  const numbers = new Map<string, number>()
  const numberOf = (word: string) => {
    const known = numbers.get(word)
    if (known !== undefined) return known
    numbers.set(word, numbers.size)
    return numbers.size - 1
  }
  return [a.map(numberOf), b.map(numberOf)]
}

/** @returns false where the two stretches differ in more than `most` places. */
function addExact(
  a: readonly number[],
  b: readonly number[],
  { aStart, aEnd, bStart, bEnd }: Gap,
  most: number,
  pairs: Pairs,
): boolean {
  if (aStart === aEnd || bStart === bEnd) return true
  const parts = diffArrays(a.slice(aStart, aEnd), b.slice(bStart, bEnd), { maxEditLength: most })
  let [from, to] = [aStart, bStart]
  for (const { removed, added, count } of parts ?? []) {
    if (removed) from += count
    else if (added) to += count
    else for (let step = 0; step < count; step++) pairs.push([from++, to++])
  }
  return parts !== undefined
}

function addByAnchors(a: readonly number[], b: readonly number[], gap: Gap, pairs: Pairs): void {
  const inner = { ...gap }
  while (inner.aStart < inner.aEnd && inner.bStart < inner.bEnd && a[inner.aStart] === b[inner.bStart])
    pairs.push([inner.aStart++, inner.bStart++])
  const end: [number, number][] = []
  while (inner.aStart < inner.aEnd && inner.bStart < inner.bEnd && a[inner.aEnd - 1] === b[inner.bEnd - 1])
    end.push([--inner.aEnd, --inner.bEnd])
  const size = inner.aEnd - inner.aStart + inner.bEnd - inner.bStart
  const anchors = size > exactWords ? longestRising(onceOnEachSide(a, b, inner)) : []
  if (size <= exactWords) addExact(a, b, inner, size, pairs)
  else if (anchors.length === 0) addPieceByPiece(a, b, inner, pairs)
  else {
    let { aStart, bStart } = inner
    for (const [from, to] of anchors) {
      addByAnchors(a, b, { aStart, aEnd: from, bStart, bEnd: to }, pairs)
      pairs.push([from, to])
      aStart = from + 1
      bStart = to + 1
    }
    addByAnchors(a, b, { aStart, aEnd: inner.aEnd, bStart, bEnd: inner.bEnd }, pairs)
  }
  for (const pair of end.reverse()) pairs.push(pair)
}

/** Nothing leads: pieces of the one side are compared with what is as far on the other side. */
function addPieceByPiece(a: readonly number[], b: readonly number[], gap: Gap, pairs: Pairs): void {
  const [aSize, bSize] = [gap.aEnd - gap.aStart, gap.bEnd - gap.bStart]
  const pieces = Math.ceil((aSize + bSize) / exactWords)
  const at = (start: number, size: number, piece: number) => start + Math.round((size * piece) / pieces)
  for (let piece = 0; piece < pieces; piece++) {
    const part = {
      aStart: at(gap.aStart, aSize, piece),
      aEnd: at(gap.aStart, aSize, piece + 1),
      bStart: at(gap.bStart, bSize, piece),
      bEnd: at(gap.bStart, bSize, piece + 1),
    }
    addExact(a, b, part, exactWords, pairs)
  }
}

function onceOnEachSide(a: readonly number[], b: readonly number[], gap: Gap): Pairs {
  const inB = placesOfSingles(b, gap.bStart, gap.bEnd)
  return [...placesOfSingles(a, gap.aStart, gap.aEnd)].flatMap(([word, from]) => {
    const to = inB.get(word)
    return from !== undefined && to !== undefined ? [[from, to] as const] : []
  })
}

/** Where the words are that occur once in a stretch; undefined for those that occur again. */
function placesOfSingles(words: readonly number[], start: number, end: number) {
  const places = new Map<number, number | undefined>()
  for (let at = start; at < end; at++) {
    const word = words[at]
    if (word !== undefined) places.set(word, places.has(word) ? undefined : at)
  }
  return places
}

/** The most pairs, in their order, of which the second numbers rise; the first ones do. */
function longestRising(pairs: Pairs): Pairs {
  const ends: number[] = []
  const before: number[] = []
  pairs.forEach(([, to], index) => {
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((pairs[ends[middle] ?? 0]?.[1] ?? 0) < to) low = middle + 1
      else high = middle
    }
    before[index] = low > 0 ? (ends[low - 1] ?? -1) : -1
    ends[low] = index
  })
  const rising: Pairs = []
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) {
    const pair = pairs[at]
    if (pair) rising.push(pair)
  }
  return rising.reverse()
}
