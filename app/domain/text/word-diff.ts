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
import { flowOf, isSetDifferently, tokenize, tokenKey, tokenText, type Token } from './content-tokens'
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
  const alignment = readableAlignment(a, b, alignTokens(a, b, anchors))
  return alignment.map((to, from) => {
    const [left, right] = [a[from], b[to]]
    return left && right && isSetDifferently(left, right) ? -1 : to
  })
}

/**
 * Where two texts differ, as people would mark and choose it: brackets come and go as a whole, so what lies
 * between their two edges belongs to one difference with them.
 */
export function hunksForReading(a: readonly Token[], b: readonly Token[]): Hunk[] {
  const hunks = hunksOf(alignForReading(a, b), b.length)
  const whole: Hunk[] = []
  for (let at = 0; at < hunks.length; at++) {
    const first = hunks[at]
    if (!first) break
    const isWhole = ({ aEnd, bEnd }: Hunk) =>
      hasWholeBrackets(a.slice(first.aStart, aEnd)) && hasWholeBrackets(b.slice(first.bStart, bEnd))
    const last = hunks.findIndex((hunk, index) => index >= at && isWhole(hunk))
    const end = hunks[last]
    if (!end) whole.push(first)
    else {
      whole.push({ ...end, aStart: first.aStart, bStart: first.bStart })
      at = last
    }
  }
  return whole
}

/** Whether every bracket that opens among these words closes among them, and the other way round. */
export function hasWholeBrackets(tokens: readonly Token[]): boolean {
  let depth = 0
  for (const { kind } of tokens) {
    if (kind === 'open') depth += 1
    else if (kind === 'close') depth -= 1
    if (depth < 0) return false
  }
  return depth === 0
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

/** Pairs of tokens of an earlier and a later state of one document that are the same piece of it. */
export function anchorsByOrigin<Origin>(
  earlier: readonly Token<Origin>[],
  later: readonly Token<Origin>[],
  keyOf: (origin: Origin, offset: number) => string,
): [number, number][] {
  const places = new Map<string, number>()
  later.forEach((token, at) => {
    const first = token.kind === 'word' ? token.pieces[0] : undefined
    if (first) places.set(keyOf(first.origin, first.offset), at)
  })
  const anchors: [number, number][] = []
  let last = -1
  earlier.forEach((token, at) => {
    const first = token.kind === 'word' ? token.pieces[0] : undefined
    const found = first && places.get(keyOf(first.origin, first.offset))
    const other = found === undefined ? undefined : later[found]
    if (found === undefined || !other || found <= last || tokenKey(token) !== tokenKey(other)) return
    anchors.push([at, found])
    last = found
  })
  return anchors
}
