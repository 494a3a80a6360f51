/** A stretch that two texts have in common. */
export type Match = { before: number; after: number; length: number }

/** What is known of how one text became the other. */
export type Hint = {
  /** Where the caret is in the text as it is now. */
  caret?: number | undefined
  /** What was selected in the text as it was, its beginning first. */
  selected?: readonly [number, number] | undefined
}

/** What ends a block in the texts that are compared. */
export const blockEnd = '\n'

/** So many pairs of words are compared at most. */
const mostPairs = 250_000

/**
 * Which letters of a text are still there after an edit: the fewest changes, where the caret is. Letters that were not
 * replaced stay what they are, so that they keep their author.
 */
export function align(before: string, after: string, { caret, selected }: Hint): Match[] {
  if (before === after) return [{ before: 0, after: 0, length: before.length }]
  // Who replaces a selection has the caret behind what took its place; anywhere else, the selection was another one.
  const isOfCaret = selected && (caret === undefined || caret === after.length - before.length + selected[1])
  const replaced = isOfCaret ? replacedBy(before, after, selected) : undefined
  let [head, tail] = replaced ?? commonEnds(before, after)
  const [going, coming] = [before.length - head - tail, after.length - head - tail]
  if (going > 0 && coming > 0)
    return matchesAround(head, tail, before, after, wordsInCommon(before, after, head, tail))
  // A letter that equals its neighbour: which of the two is new, or gone, the caret says.
  const [changed, length] = coming > 0 ? [after, coming] : [before, going]
  const first = caret === undefined ? head : coming > 0 ? caret - coming : caret
  while (head > Math.max(first, 0)) {
    const [left, last] = [changed[head - 1], changed[head + length - 1]]
    if (left !== last || (coming > 0 && last === blockEnd)) break
    head -= 1
    tail += 1
  }
  return matchesAround(head, tail, before, after, [])
}

function matchesAround(
  head: number,
  tail: number,
  before: string,
  after: string,
  between: readonly Match[],
): Match[] {
  const matches = [
    { before: 0, after: 0, length: head },
    ...between,
    { before: before.length - tail, after: after.length - tail, length: tail },
  ]
  return matches.filter((match) => match.length > 0)
}

/** How much two texts have in common at their beginning and at their end; pairs of surrogates are not cut. */
function commonEnds(a: string, b: string): [number, number] {
  const most = Math.min(a.length, b.length)
  let head = 0
  while (head < most && a.charCodeAt(head) === b.charCodeAt(head)) head += 1
  if (head > 0 && isLeading(a.charCodeAt(head - 1))) head -= 1
  let tail = 0
  while (tail < most - head && a.charCodeAt(a.length - 1 - tail) === b.charCodeAt(b.length - 1 - tail))
    tail += 1
  if (tail > 0 && isTrailing(a.charCodeAt(a.length - tail))) tail -= 1
  return [head, tail]
}

const isLeading = (unit: number) => unit >= 0xd800 && unit < 0xdc00
const isTrailing = (unit: number) => unit >= 0xdc00 && unit < 0xe000

/** The ends that stayed where a selection was replaced; undefined where something else changed as well. */
function replacedBy(
  before: string,
  after: string,
  [from, to]: readonly [number, number],
): [number, number] | undefined {
  const tail = before.length - to
  if (from >= to || from + tail > after.length) return undefined
  const isKept =
    before.slice(0, from) === after.slice(0, from) && before.slice(to) === after.slice(after.length - tail)
  return isKept ? withWholeWords(before, after, from, tail) : undefined
}

/** What was selected and replaced by words that it began or ended with: those stay. */
function withWholeWords(before: string, after: string, from: number, behind: number): [number, number] {
  const [was, is] = [before.slice(from, before.length - behind), after.slice(from, after.length - behind)]
  const [head, tail] = commonEnds(was, is)
  const isCut = (text: string, at: number) => letter.test(text[at - 1] ?? '') && letter.test(text[at] ?? '')
  let [first, last] = [head, tail]
  while (first > 0 && (isCut(was, first) || isCut(is, first))) first -= 1
  while (last > 0 && (isCut(was, was.length - last) || isCut(is, is.length - last))) last -= 1
  return [from + first, behind + last]
}

const letter = /[\p{L}\p{N}\p{M}]/u
const tokens = /[\p{L}\p{N}\p{M}]+|[^\p{L}\p{N}\p{M}]/gu

type Token = { text: string; at: number; isWord: boolean }

function tokensOf(text: string, head: number, tail: number): Token[] {
  const end = text.length - tail
  const found = [...text.slice(head, end).matchAll(tokens)].map(({ 0: token, index }) => ({
    text: token,
    at: head + index,
    isWord: letter.test(token),
  }))
  // Half a word is none.
  const isInside = (at: number) => letter.test(text[at - 1] ?? '') && letter.test(text[at] ?? '')
  return found.map((token) => ({
    ...token,
    isWord: token.isWord && !isInside(token.at) && !isInside(token.at + token.text.length),
  }))
}

/** Words that stay between the ends, and what is between two of them where that stays as well. */
function wordsInCommon(before: string, after: string, head: number, tail: number): Match[] {
  const [x, y] = [tokensOf(before, head, tail), tokensOf(after, head, tail)]
  if (x.length * y.length > mostPairs) return []
  const width = y.length + 1
  const best = new Uint32Array((x.length + 1) * width)
  const isSame = (i: number, j: number) => x[i]?.isWord === true && x[i]?.text === y[j]?.text
  const at = (i: number, j: number) => best[i * width + j] ?? 0
  for (let i = x.length - 1; i >= 0; i -= 1)
    for (let j = y.length - 1; j >= 0; j -= 1)
      best[i * width + j] = isSame(i, j)
        ? at(i + 1, j + 1) + (x[i]?.text.length ?? 0)
        : Math.max(at(i + 1, j), at(i, j + 1))
  const matches: Match[] = []
  for (let i = 0, j = 0; i < x.length && j < y.length;) {
    const [word, other] = [x[i], y[j]]
    if (word && other && isSame(i, j) && at(i, j) === at(i + 1, j + 1) + word.text.length) {
      const last = matches.at(-1)
      const between = last && before.slice(last.before + last.length, word.at)
      if (last && between === after.slice(last.after + last.length, other.at))
        last.length = word.at + word.text.length - last.before
      else matches.push({ before: word.at, after: other.at, length: word.text.length })
      i += 1
      j += 1
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1
    else j += 1
  }
  return withSpaces(before, after, head, tail, matches)
}

/** What is between words stays with them, as far as it is the same. */
function withSpaces(
  before: string,
  after: string,
  head: number,
  tail: number,
  matches: readonly Match[],
): Match[] {
  let last: Match = { before: head, after: head, length: 0 }
  return matches.map((match, index) => {
    const grown = { ...match }
    const next = matches[index + 1] ?? { before: before.length - tail, after: after.length - tail }
    const isSame = (was: number, is: number) => before[was] === after[is] && !letter.test(before[was] ?? '')
    while (
      grown.before > last.before + last.length &&
      grown.after > last.after + last.length &&
      isSame(grown.before - 1, grown.after - 1)
    ) {
      grown.before -= 1
      grown.after -= 1
      grown.length += 1
    }
    while (
      grown.before + grown.length < next.before &&
      grown.after + grown.length < next.after &&
      isSame(grown.before + grown.length, grown.after + grown.length)
    )
      grown.length += 1
    last = grown
    return grown
  })
}
