import type { Language } from '#domain/languages'
import { alignTokens, type Hunk } from './alignment'
import type { Block, DocumentContent } from './content'
import { tokenText, type Token } from './content-tokens'
import { linesInLater } from './line-numbers'
import { findMoves, type Move } from './moves'
import { hunksForReading, tokensOf } from './word-diff'

/** What an amendment does at one place, said in few words. Lines are those of the text that it is read against. */
export type ChangeFact =
  | { kind: 'replace'; removed: string; added: string; line: number }
  /** `after`: the words behind which they come; absent at the beginning of a paragraph. */
  | { kind: 'add'; added: string; after?: string; line: number }
  | { kind: 'delete'; removed: string; line: number }
  | { kind: 'move'; moved: string; line: number; toLine: number }
  /** `line`: the one after which it comes; 0 at the beginning of the text. */
  | { kind: 'add-block'; block: Block['type']; added: string; line: number }
  | { kind: 'delete-block'; block: Block['type']; removed: string; line: number }
  /** One paragraph becomes two, or two become one. */
  | { kind: 'split' | 'join'; line: number }
  /** The words stay and are set otherwise. */
  | { kind: 'emphasis'; words: string; line: number }

/** Two texts as words. */
export type DescribedTexts = {
  a: readonly Token[]
  b: readonly Token[]
  /** For each token of the base, the line in which it stands. */
  lines: readonly number[]
}

/**
 * What changes between two texts, in the order of reading.
 * @param standing the text as it stands, where the base is an earlier state of it: lines are counted in this one,
 * so that they stay right while others change it.
 */
export function describeChanges(
  base: DocumentContent,
  changed: DocumentContent,
  language: Language,
  standing: DocumentContent = base,
): ChangeFact[] {
  const [a, b, now] = [tokensOf(base, language), tokensOf(changed, language), tokensOf(standing, language)]
  const hunks = hunksForReading(a, b)
  return describeHunks({ a, b, lines: linesInLater(a, now, alignTokens(a, now)) }, hunks)
}

/** The same where it is known how the texts differ. */
export function describeHunks(texts: DescribedTexts, hunks: readonly Hunk[]): ChangeFact[] {
  const moves = findMoves(texts.a, texts.b, hunks)
  return hunks.flatMap((hunk) => describe(texts, hunk, moves, hunks))
}

function describe(
  texts: DescribedTexts,
  hunk: Hunk,
  moves: readonly Move[],
  hunks: readonly Hunk[],
): ChangeFact[] {
  const { a, b, lines } = texts
  const isMoved = (at: number, side: 'a' | 'b') =>
    moves.some((move) => at >= move[`${side}Start`] && at < move[`${side}End`])
  const moved = moves
    .filter((move) => move.aStart >= hunk.aStart && move.aEnd <= hunk.aEnd)
    .map((move): ChangeFact => {
      const into = hunks.find((one) => move.bStart >= one.bStart && move.bEnd <= one.bEnd)
      const [line, toLine] = [lines[move.aStart] ?? 1, lines[into?.aStart ?? 0] ?? 1]
      return { kind: 'move', moved: read(a.slice(move.aStart, move.aEnd)), line, toLine }
    })
  const rest = {
    removed: a.slice(hunk.aStart, hunk.aEnd).filter((_, at) => !isMoved(hunk.aStart + at, 'a')),
    added: b.slice(hunk.bStart, hunk.bEnd).filter((_, at) => !isMoved(hunk.bStart + at, 'b')),
  }
  const takesPart = moves.some((move) => move.bStart >= hunk.bStart && move.bEnd <= hunk.bEnd)
  // What is left around a moved passage, a space or a comma, is not worth a word.
  const isRemnant = (moved.length > 0 || takesPart) && !hasWords(rest.removed) && !hasWords(rest.added)
  return [...moved, ...(isRemnant ? [] : describeRest(texts, hunk, rest))]
}

function describeRest(
  { a, lines }: DescribedTexts,
  hunk: Hunk,
  { removed, added }: { removed: readonly Token[]; added: readonly Token[] },
): ChangeFact[] {
  const line = lines[hunk.aStart] ?? 1
  if (removed.length === 0 && added.length === 0) return []
  const before = a[hunk.aStart - 1]
  const beginsBlock = before === undefined || before.kind === 'break'
  if (removed.length === 0) {
    if (beginsBlock && added.at(-1)?.kind === 'break') {
      const after = before === undefined ? 0 : (lines[hunk.aStart - 1] ?? 0)
      return blocksOf(added).map(({ block, text }) => ({
        kind: 'add-block',
        block,
        added: text,
        line: after,
      }))
    }
    if (!hasWords(added) && added.some(isBreak)) return [{ kind: 'split', line }]
    const after = beginsBlock ? '' : lastWords(a, hunk.aStart)
    // What is added behind the last word of a line stands in that line.
    const at = after === '' ? line : (lines[hunk.aStart - 1] ?? line)
    return [{ kind: 'add', added: read(added), ...(after !== '' && { after }), line: at }]
  }
  if (added.length === 0) {
    if (beginsBlock && removed.at(-1)?.kind === 'break') {
      return blocksOf(removed).map(({ block, text }) => ({
        kind: 'delete-block',
        block,
        removed: text,
        line,
      }))
    }
    if (!hasWords(removed) && removed.some(isBreak)) return [{ kind: 'join', line }]
    return [{ kind: 'delete', removed: read(removed), line }]
  }
  const [old, made] = [read(removed), read(added)]
  return old === made
    ? [{ kind: 'emphasis', words: old, line }]
    : [{ kind: 'replace', removed: old, added: made, line }]
}

const isBreak = (token: Token) => token.kind === 'break'

const hasWords = (tokens: readonly Token[]) => tokens.some((token) => token.kind === 'word' && token.isWord)

/** Tokens as one line of plain text. */
const read = (tokens: readonly Token[]) => tokens.map(tokenText).join('').replace(/\s+/gu, ' ').trim()

function blocksOf(tokens: readonly Token[]): { block: Block['type']; text: string }[] {
  const blocks: { block: Block['type']; text: string }[] = []
  let start = 0
  tokens.forEach((token, at) => {
    if (token.kind !== 'break') return
    blocks.push({ block: token.block, text: read(tokens.slice(start, at)) })
    start = at + 1
  })
  return blocks
}

/** Words that find a place: up to this many. */
const wordsToFind = 2

/** The last words before a place, in its paragraph. */
function lastWords(tokens: readonly Token[], end: number): string {
  let start = end
  let words = 0
  while (start > 0 && words < wordsToFind) {
    const token = tokens[start - 1]
    if (!token || token.kind === 'break') break
    start -= 1
    if (hasWords([token])) words += 1
  }
  return read(tokens.slice(start, end))
}
