import type { Language } from '#domain/languages'
import { alignTokens, type Hunk } from './alignment'
import type { Block, DocumentContent } from './content'
import { tokenKey, tokenText, type Token } from './content-tokens'
import { findMoves, type Move } from './moves'
import { placesInLater, type BlockPlace } from './places'
import { hunksForReading, tokensOf } from './word-diff'

/** What an amendment does at one place, said in few words. Places are those of the text that it is read against. */
export type ChangeFact =
  | { kind: 'replace'; removed: string; added: string; place: BlockPlace }
  /** `after`: the words behind which they come; absent at the beginning of a block. */
  | { kind: 'add'; added: string; after?: string; place: BlockPlace }
  | { kind: 'delete'; removed: string; place: BlockPlace }
  | { kind: 'move'; moved: string; place: BlockPlace; to: BlockPlace }
  /** `place`: the block behind which it comes; absent at the beginning of the text. */
  | { kind: 'add-block'; block: Block['type']; added: string; place?: BlockPlace }
  | { kind: 'delete-block'; removed: string; place: BlockPlace }
  /** One block becomes two, or two become one. */
  | { kind: 'split' | 'join'; place: BlockPlace }
  /** A block becomes one of another kind or level. */
  | { kind: 'set-block'; block: Block['type']; place: BlockPlace }
  /** The words stay and are set otherwise. */
  | { kind: 'emphasis'; words: string; place: BlockPlace }

/** Two texts as words. */
export type DescribedTexts = {
  a: readonly Token[]
  b: readonly Token[]
  /** For each token of the base, the block in which it is. */
  places: readonly BlockPlace[]
}

/**
 * What changes between two texts, in the order of reading.
 * @param standing the text as it is now, where the base is an earlier state of it: places are those of this one, so
 * that they stay right while others change it.
 */
export function describeChanges(
  base: DocumentContent,
  changed: DocumentContent,
  language: Language,
  standing: DocumentContent = base,
): ChangeFact[] {
  const [a, b, now] = [tokensOf(base, language), tokensOf(changed, language), tokensOf(standing, language)]
  const hunks = hunksForReading(a, b)
  return describeHunks({ a, b, places: placesInLater(a, now, alignTokens(a, now)) }, hunks)
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
  const { a, b, places } = texts
  const isMoved = (at: number, side: 'a' | 'b') =>
    moves.some((move) => at >= move[`${side}Start`] && at < move[`${side}End`])
  const moved = moves
    .filter((move) => move.aStart >= hunk.aStart && move.aEnd <= hunk.aEnd)
    .map((move): ChangeFact => {
      const into = hunks.find((candidate) => move.bStart >= candidate.bStart && move.bEnd <= candidate.bEnd)
      const [place, to] = [placeAt(places, move.aStart), placeAt(places, into?.aStart ?? 0)]
      return { kind: 'move', moved: read(a.slice(move.aStart, move.aEnd)), place, to }
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

const placeAt = (places: readonly BlockPlace[], at: number): BlockPlace => places[at] ?? { kind: 'whole' }

function describeRest(
  { a, places }: DescribedTexts,
  hunk: Hunk,
  { removed, added }: { removed: readonly Token[]; added: readonly Token[] },
): ChangeFact[] {
  const place = placeAt(places, hunk.aStart)
  if (removed.length === 0 && added.length === 0) return []
  const before = a[hunk.aStart - 1]
  const beginsBlock = before === undefined || before.kind === 'break'
  if (removed.length === 0) {
    if (beginsBlock && added.at(-1)?.kind === 'break') {
      const behind = before === undefined ? {} : { place: placeAt(places, hunk.aStart - 1) }
      return blocksOf(added).map(({ block, text }) => ({ kind: 'add-block', block, added: text, ...behind }))
    }
    if (!hasWords(added) && added.some(isBreak)) return [{ kind: 'split', place }]
    const after = beginsBlock ? '' : lastWords(a, hunk.aStart)
    return [{ kind: 'add', added: read(added), ...(after !== '' && { after }), place }]
  }
  if (added.length === 0) {
    if (beginsBlock && removed.at(-1)?.kind === 'break') {
      const ends = removed.flatMap((token, at) => (isBreak(token) ? [hunk.aStart + at] : []))
      return blocksOf(removed).map(({ text }, index) => ({
        kind: 'delete-block',
        removed: text,
        place: placeAt(places, ends[index] ?? hunk.aStart),
      }))
    }
    if (!hasWords(removed) && removed.some(isBreak)) return [{ kind: 'join', place }]
    return [{ kind: 'delete', removed: read(removed), place }]
  }
  const [old, made] = [read(removed), read(added)]
  return old === made
    ? [describeSetting(old, place, removed, added)]
    : [{ kind: 'replace', removed: old, added: made, place }]
}

/** What changes where the words stay: the blocks that they are in, or how they are set. */
function describeSetting(
  words: string,
  place: BlockPlace,
  removed: readonly Token[],
  added: readonly Token[],
): ChangeFact {
  const [before, after] = [removed.filter(isBreak), added.filter(isBreak)]
  if (before.length !== after.length) return { kind: before.length < after.length ? 'split' : 'join', place }
  const reset = after.find((token, index) => tokenKey(token) !== tokenKey(before[index] ?? token))
  return reset ? { kind: 'set-block', block: reset.block, place } : { kind: 'emphasis', words, place }
}

const isBreak = (token: Token): token is Token & { kind: 'break' } => token.kind === 'break'

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
