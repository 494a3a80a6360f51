import type { Language } from '#domain/languages'
import { alignTokens, hunksOf, readableAlignment, type Alignment, type Hunk } from './alignment'
import {
  factsOf,
  formatOf,
  runOf,
  withoutAuthors,
  type AuthoredBlock,
  type AuthoredBracket,
  type AuthoredContent,
  type AuthoredInline,
  type AuthoredRun,
  type DocumentContent,
} from './content'
import { flowOf, isSetDifferently, tokenize, tokenText, type Token } from './content-tokens'
import { linesOf, type DiffLine } from './diff-lines'

/** One change of an amendment: whole words of the base that go, and whole words that come. */
export type Change = {
  /** Its place among the amendment's changes, from 0; what accepting in part chooses by. */
  index: number
  removed: string
  added: string
}

export type WordDiff = { changes: Change[]; lines: DiffLine[] }

/** The tokens of a text that stands nowhere. */
export const tokensOf = (content: DocumentContent, language: Language): Token<undefined>[] =>
  tokenize(flowOf(content), language)

/** Aligns two texts as people would mark their differences; a word that is set differently is another word. */
export function alignForReading(
  a: readonly Token[],
  b: readonly Token[],
  anchors: readonly (readonly [number, number])[] = [],
): Alignment {
  return withoutSettings(a, b, readableAlignment(a, b, alignTokens(a, b, anchors)))
}

function withoutSettings(a: readonly Token[], b: readonly Token[], alignment: Alignment): Alignment {
  return alignment.map((to, from) => {
    const [left, right] = [a[from], b[to]]
    return left && right && isSetDifferently(left, right) ? -1 : to
  })
}

/**
 * A difference as people would choose it, and the smallest differences that it is made of: a word that is only set
 * otherwise is one by itself.
 */
export type WholeHunk = Hunk & { parts: readonly PartHunk[] }

/** `setting`: the word stays and is set otherwise, or the block becomes one of another kind. */
export type PartHunk = Hunk & { isSetting: boolean }

/**
 * Where two texts differ, as people would mark and choose it: brackets come and go as a whole, so what lies
 * between their two edges belongs to one difference with them.
 */
export function hunksForReading(
  a: readonly Token[],
  b: readonly Token[],
  anchors: readonly (readonly [number, number])[] = [],
): WholeHunk[] {
  const alignment = readableAlignment(a, b, alignTokens(a, b, anchors))
  const shown = withoutSettings(a, b, alignment)
  const hunks = hunksOf(shown, b.length)
  const settings = alignment.flatMap((to, at): PartHunk[] =>
    to >= 0 && shown[at] === -1
      ? [{ aStart: at, aEnd: at + 1, bStart: to, bEnd: to + 1, isSetting: true }]
      : [],
  )
  const changes = hunksOf(alignment, b.length).map((hunk): PartHunk => ({ ...hunk, isSetting: false }))
  const parts = [...changes, ...settings].toSorted(
    (left, right) => left.aStart - right.aStart || left.bStart - right.bStart,
  )
  let next = 0
  const partsUpTo = ({ aEnd, bEnd }: Hunk): PartHunk[] => {
    const start = next
    for (let part = parts[next]; part && part.aEnd <= aEnd && part.bEnd <= bEnd; part = parts[next]) next += 1
    return parts.slice(start, next)
  }
  const whole: WholeHunk[] = []
  for (let at = 0; at < hunks.length;) {
    const end = wholeFrom(a, b, hunks, at)
    const [first, last] = [hunks[at], hunks[end]]
    if (!first || !last) break
    whole.push({ ...last, aStart: first.aStart, bStart: first.bStart, parts: partsUpTo(last) })
    at = end + 1
  }
  return whole
}

/** The last of the differences that make one with the first: itself, where its brackets are never whole. */
function wholeFrom(a: readonly Token[], b: readonly Token[], hunks: readonly Hunk[], first: number): number {
  const [left, right] = [new BracketBalance(), new BracketBalance()]
  let [from, to] = [hunks[first]?.aStart ?? 0, hunks[first]?.bStart ?? 0]
  for (let at = first; at < hunks.length; at++) {
    const hunk = hunks[at]
    if (!hunk) break
    for (; from < hunk.aEnd; from++) left.add(a[from])
    for (; to < hunk.bEnd; to++) right.add(b[to])
    if (left.isWhole && right.isWhole) return at
    // A closing without an opening stays without one.
    if (left.isBroken || right.isBroken) break
  }
  return first
}

class BracketBalance {
  #depth = 0
  isBroken = false

  add(token: Token | undefined): void {
    if (token?.kind === 'open') this.#depth += 1
    else if (token?.kind === 'close') this.#depth -= 1
    if (this.#depth < 0) this.isBroken = true
  }

  get isWhole(): boolean {
    return this.#depth === 0 && !this.isBroken
  }
}

/** Whether every bracket that opens among these words closes among them, and the other way round. */
export function hasWholeBrackets(tokens: readonly Token[]): boolean {
  const balance = new BracketBalance()
  for (const token of tokens) balance.add(token)
  return balance.isWhole
}

/** The differences between two texts by whole words, for reading and for choosing among them. */
export function diffContent(base: DocumentContent, changed: DocumentContent, language: Language): WordDiff {
  const a = tokensOf(base, language)
  const b = tokensOf(changed, language)
  const hunks = hunksForReading(a, b)
  return { changes: hunks.map((hunk, index) => changeOf(a, b, hunk, index)), lines: linesOf(a, b, hunks) }
}

const textOf = (tokens: readonly Token[]) => tokens.map(tokenText).join('')

const changeOf = (a: readonly Token[], b: readonly Token[], hunk: Hunk, index: number): Change => ({
  index,
  removed: textOf(a.slice(hunk.aStart, hunk.aEnd)),
  added: textOf(b.slice(hunk.bStart, hunk.bEnd)),
})

/** The text that tokens make. Brackets that lost one of their edges are closed where their paragraph ends. */
export const contentOf = (tokens: readonly Token[]): DocumentContent =>
  withoutAuthors(authoredContentOf(tokens, () => 0))

/** The same with the client id of every run. */
export function authoredContentOf(
  tokens: readonly Token[],
  clientOf: (token: Token) => number,
): AuthoredContent {
  const blocks: AuthoredBlock[] = []
  let line: AuthoredInline[] = []
  let open: AuthoredBracket[] = []
  const into = () => open.at(-1)?.children ?? line
  const addText = (run: AuthoredRun) => {
    const last = into().at(-1)
    if (last?.type === 'text' && last.client === run.client && formatOf(last) === formatOf(run))
      last.text += run.text
    else into().push(run)
  }
  for (const token of tokens) {
    switch (token.kind) {
      case 'word':
        for (const piece of token.pieces)
          addText({ ...runOf(piece.text, piece.format), client: clientOf(token) })
        break
      case 'open': {
        const bracket: AuthoredBracket = { type: 'bracket', ...factsOf(token), children: [] }
        into().push(bracket)
        open.push(bracket)
        break
      }
      case 'close':
        open.pop()
        break
      case 'break':
        blocks.push({ type: token.block, ...(token.level && { level: token.level }), children: line })
        line = []
        open = []
        break
      default:
        token satisfies never
    }
  }
  if (line.length > 0) blocks.push({ type: 'paragraph', children: line })
  return { blocks }
}
