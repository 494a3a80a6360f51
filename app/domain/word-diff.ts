import { flowOf, isSetDifferently, tokenize, tokenKey, tokenText, type Token } from './content-tokens'
import { alignTokens, hunksOf, readableAlignment, type Alignment, type Hunk } from './alignment'
import {
  factsOf,
  runOf,
  type Block,
  type Bracket,
  type DocumentContent,
  type Inline,
  type TextRun,
} from './content'
import type { Language } from './languages'

/** One change of an amendment: whole words of the base that go, and whole words that come. */
export type Change = {
  /** Its place among the amendment's changes, from 0; what accepting in part chooses by. */
  index: number
  removed: string
  added: string
}

export type DiffPart = {
  kind: 'kept' | 'removed' | 'added'
  text: string
  /** Which change a removed or added part belongs to. */
  change?: number
}

/** One line of a comparison: a paragraph or sub-item, or what is left of one that was removed. */
export type DiffLine = { block: Block['type']; parts: DiffPart[] }

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

/** The differences between two texts by whole words, for reading and for choosing among them. */
export function diffContent(base: DocumentContent, changed: DocumentContent, language: Language): WordDiff {
  const a = tokensOf(base, language)
  const b = tokensOf(changed, language)
  const hunks = hunksOf(alignForReading(a, b), b.length)
  return { changes: hunks.map((hunk, index) => changeOf(a, b, hunk, index)), lines: linesOf(a, b, hunks) }
}

const textOf = (tokens: readonly Token[]) => tokens.map(tokenText).join('')

const changeOf = (a: readonly Token[], b: readonly Token[], hunk: Hunk, index: number): Change => ({
  index,
  removed: textOf(a.slice(hunk.aStart, hunk.aEnd)),
  added: textOf(b.slice(hunk.bStart, hunk.bEnd)),
})

function linesOf(a: readonly Token[], b: readonly Token[], hunks: readonly Hunk[]): DiffLine[] {
  const lines: DiffLine[] = []
  let parts: DiffPart[] = []
  const push = (part: DiffPart) => {
    const last = parts.at(-1)
    if (last && last.kind === part.kind && last.change === part.change) last.text += part.text
    else parts.push(part)
  }
  const endLine = (block: Block['type']) => {
    lines.push({ block, parts })
    parts = []
  }
  const show = (tokens: readonly Token[], kind: DiffPart['kind'], change?: number) => {
    for (const token of tokens) {
      const mark = change === undefined ? {} : { change }
      if (token.kind !== 'break') push({ kind, text: tokenText(token), ...mark })
      // A paragraph's end that was removed joins it to the next: the sign says so, the line goes on.
      else if (kind === 'removed' && parts.some((part) => part.kind !== 'removed')) {
        push({ kind, text: '¶', ...mark })
      } else endLine(token.block)
    }
  }
  let from = 0
  hunks.forEach((hunk, index) => {
    show(a.slice(from, hunk.aStart), 'kept')
    show(a.slice(hunk.aStart, hunk.aEnd), 'removed', index)
    show(b.slice(hunk.bStart, hunk.bEnd), 'added', index)
    from = hunk.aEnd
  })
  show(a.slice(from), 'kept')
  if (parts.length > 0) endLine('paragraph')
  return lines
}

/** Why a change does not simply fit the text as it stands now. */
export type Fit =
  /** Nothing else touched its words. */
  | 'applies'
  /** The text already says so. */
  | 'already-there'
  /** Somebody else changed the same words; both wordings would stand side by side. */
  | 'competes'

export type PlacedChange = Change & {
  fit: Fit
  /** Tokens `[from, to)` of the current text that it touches. */
  from: number
  to: number
}

export type Merge = { content: DocumentContent; changes: PlacedChange[] }

/**
 * What a text becomes when an amendment's changes are taken into it, however far it has moved on from the
 * amendment's base. Only whole words come and go, so nothing is garbled: where somebody else changed the same
 * words, both wordings stand side by side, and the change says so.
 *
 * @param current the text as it stands, with `anchors`: pairs of tokens of the base and of the current text that
 * are known to be the same ones, in rising order.
 * @param chosen which changes to take; all of them without it.
 */
export function mergeChanges(
  texts: {
    base: readonly Token[]
    changed: readonly Token[]
    current: readonly Token[]
    anchors?: readonly (readonly [number, number])[]
  },
  chosen?: ReadonlySet<number>,
): Merge {
  const { base, changed, current } = texts
  const hunks = hunksOf(alignForReading(base, changed), changed.length)
  const toCurrent = alignTokens(base, current, texts.anchors)
  const gone = new Set<number>()
  const coming = new Map<number, Token[]>()
  const placed = hunks.map((hunk, index): PlacedChange => {
    const change = changeOf(base, changed, hunk, index)
    const { from, to } = regionIn(toCurrent, current.length, hunk)
    const surviving = range(hunk.aStart, hunk.aEnd).flatMap((at) => {
      const found = toCurrent[at] ?? -1
      return found < 0 ? [] : [found]
    })
    const untouched = to - from === hunk.aEnd - hunk.aStart && surviving.length === to - from
    const added = changed.slice(hunk.bStart, hunk.bEnd)
    const standsAlready = textOf(current.slice(from, to)) === change.added
    const fit = untouched ? 'applies' : standsAlready ? 'already-there' : 'competes'
    if (fit !== 'already-there' && (!chosen || chosen.has(index))) {
      for (const at of surviving) gone.add(at)
      // Beside words that somebody else put there, behind them.
      coming.set(to, [...(coming.get(to) ?? []), ...added])
    }
    return { ...change, fit, from, to }
  })
  const target: Token[] = []
  for (let at = 0; at <= current.length; at++) {
    target.push(...(coming.get(at) ?? []))
    const token = current[at]
    if (token && !gone.has(at)) target.push(token)
  }
  return { content: contentOf(keptApart(withoutLooseEdges(target))), changes: placed }
}

/** Where a stretch of the base lies in the current text: between the words around it that are still there. */
function regionIn(toCurrent: Alignment, length: number, hunk: Hunk): { from: number; to: number } {
  let before = hunk.aStart - 1
  while (before >= 0 && (toCurrent[before] ?? -1) < 0) before -= 1
  let after = hunk.aEnd
  while (after < toCurrent.length && (toCurrent[after] ?? -1) < 0) after += 1
  const from = before < 0 ? 0 : (toCurrent[before] ?? -1) + 1
  const to = after < toCurrent.length ? (toCurrent[after] ?? length) : length
  return { from, to }
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index)

const space: Token = {
  kind: 'word',
  text: ' ',
  isWord: false,
  pieces: [{ text: ' ', format: 0, origin: undefined, offset: 0 }],
}

/** Words that are written with spaces between them; Chinese ones are not. */
const isSpaced = (token: Token | undefined) =>
  token?.kind === 'word' && token.isWord && !/\p{Script=Han}/u.test(token.text)

/** Two words that were never neighbours are kept apart by a space. */
const keptApart = (tokens: readonly Token[]): Token[] =>
  tokens.flatMap((token, at) => (isSpaced(tokens[at - 1]) && isSpaced(token) ? [space, token] : [token]))

/** Ends of brackets whose beginning was removed go as well. */
function withoutLooseEdges(tokens: readonly Token[]): Token[] {
  let depth = 0
  return tokens.filter((token) => {
    if (token.kind === 'break') depth = 0
    if (token.kind === 'open') depth += 1
    if (token.kind !== 'close') return true
    depth -= 1
    if (depth >= 0) return true
    depth = 0
    return false
  })
}

/** The text that tokens make. Brackets that lost one of their edges are closed where their paragraph ends. */
export function contentOf(tokens: readonly Token[]): DocumentContent {
  const blocks: Block[] = []
  let line: Inline[] = []
  let open: Bracket[] = []
  const into = () => open.at(-1)?.children ?? line
  const addText = (run: TextRun) => {
    const last = into().at(-1)
    if (last?.type === 'text' && sameSetting(last, run)) last.text += run.text
    else into().push(run)
  }
  for (const token of tokens) {
    switch (token.kind) {
      case 'word':
        for (const piece of token.pieces) addText(runOf(piece.text, piece.format))
        break
      case 'mandate':
        into().push({ type: 'mandate', symbol: token.symbol })
        break
      case 'open': {
        const bracket: Bracket = { type: 'bracket', ...factsOf(token), children: [] }
        into().push(bracket)
        open.push(bracket)
        break
      }
      case 'close':
        open.pop()
        break
      case 'break':
        blocks.push({ type: token.block, children: line })
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

const sameSetting = (a: TextRun, b: TextRun) =>
  a.bold === b.bold && a.italic === b.italic && a.underline === b.underline

/** Whether two amendments' changes touch the same words, or both insert at the same place. */
export const areCompeting = (left: readonly PlacedChange[], right: readonly PlacedChange[]): boolean =>
  left.some((a) =>
    right.some((b) => {
      if (a.added === b.added && a.removed === b.removed && a.from === b.from) return false
      const bothInsert = a.from === a.to && b.from === b.to
      return bothInsert ? a.from === b.from : Math.max(a.from, b.from) < Math.min(a.to, b.to)
    }),
  )

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
