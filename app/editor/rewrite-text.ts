import * as Y from 'yjs'
import type { Language } from '#domain/languages'
import { hunksOf, type Alignment, type Hunk } from '#domain/text/alignment'
import type { Block, DocumentContent } from '#domain/text/content'
import { tokenize, type FlowItem, type Token } from '#domain/text/content-tokens'
import { alignForReading, anchorsByOrigin, authoredContentOf, tokensOf } from '#domain/text/word-diff'
import { appendAuthored, attributesOf, bracketFacts, rootOf, visibleRuns } from './text-document'

/** Where a stretch of text stands: `index` characters into a shared text; `client` and `clock` name its letters. */
export type Place = { text: Y.XmlText; index: number; client: number; clock: number }

type BlockTokens = { element: Y.XmlElement; type: Block['type']; tokens: Token<Place>[] }

/** The words of a document with the place of each. */
export function tokensOfDocument(doc: Y.Doc, language: Language): Token<Place | undefined>[] {
  return blocksOf(doc, language).flatMap(({ type, tokens }) => [
    ...tokens,
    { kind: 'break' as const, block: type, origin: undefined },
  ])
}

function blocksOf(doc: Y.Doc, language: Language): BlockTokens[] {
  return rootOf(doc)
    .toArray()
    .filter((child): child is Y.XmlElement => child instanceof Y.XmlElement)
    .map((element) => ({
      element,
      type: element.nodeName === 'sub-item' ? 'sub-item' : 'paragraph',
      tokens: tokenize(flowIn(element), language),
    }))
}

function flowIn(parent: Y.XmlElement): FlowItem<Place>[] {
  const flow: FlowItem<Place>[] = []
  for (const child of parent.toArray()) {
    if (child instanceof Y.XmlText) {
      let index = 0
      for (const { text, format, client, clock } of visibleRuns(child)) {
        flow.push({ kind: 'text', text, format, origin: { text: child, index, client, clock } })
        index += text.length
      }
    } else if (child instanceof Y.XmlElement && child.nodeName === 'bracket') {
      const origin = { text: new Y.XmlText(), index: 0, client: 0, clock: 0 }
      flow.push({ kind: 'open', ...bracketFacts(child), origin }, ...flowIn(child), { kind: 'close' })
    }
  }
  return flow
}

/** Under which client ids a rewriting writes; each is bound to its author before the update is shown. */
export type Writers = {
  /** Writes the words that come from nowhere in the text. */
  added: number
  /**
   * Writes words again that only move, as in a paragraph whose brackets change. They are nobody's new words: the
   * log gives them back to those who wrote them first.
   */
  moved: number
  /** Who writes a new word, where that is not `added`: words of several people come with one update. */
  writerOf?: (token: Token) => number | undefined
}

/**
 * Makes a document read like `target` by removing and adding whole words, in one transaction; what stays the same
 * stays the same letters, and so stays its author's. Where brackets change, the words from there to the end of
 * their paragraph are written anew.
 * @param writers one client id where all that is written is one person's.
 * @returns the update that did it; undefined where nothing had to change.
 */
export const rewriteText = (
  doc: Y.Doc,
  target: DocumentContent,
  language: Language,
  writers: Writers | number,
): Uint8Array | undefined => rewriteTokens(doc, tokensOf(target, language), language, writers)

/** The same for a text that is known as words, some of which may be the document's own. */
export function rewriteTokens(
  doc: Y.Doc,
  target: readonly Token[],
  language: Language,
  writers: Writers | number,
): Uint8Array | undefined {
  let update: Uint8Array | undefined
  const keep = (made: Uint8Array) => {
    update = made
  }
  const own = doc.clientID
  doc.on('update', keep)
  const by = typeof writers === 'number' ? { added: writers, moved: writers } : writers
  doc.transact(() => rewriteBlocks(doc, target, language, by))
  doc.clientID = own
  doc.off('update', keep)
  return update
}

/** A word of the target and the client id that writes it, should it have to be written. */
type Wanted = { token: Token; writer: number; aligned: boolean }
type WantedBlock = { type: Block['type']; words: Wanted[]; from: number }

function rewriteBlocks(doc: Y.Doc, target: readonly Token[], language: Language, writers: Writers) {
  const current = blocksOf(doc, language)
  const a: Token<Place | undefined>[] = current.flatMap(({ type, tokens }) => [...tokens, blockEnd(type)])
  const b = endsWithBreak(target) ? target : [...target, blockEnd('paragraph')]
  const alignment = alignForReading(a, b, anchorsByOrigin(a, b, placeKey))
  const kept = new Set(alignment)
  const wanted = wantedBlocks(b, (token, at) => ({
    token,
    aligned: kept.has(at),
    writer: kept.has(at) ? writers.moved : (writers.writerOf?.(token) ?? writers.added),
  }))
  const pairs = pairBlocks(current, wanted, alignment)
  const root = rootOf(doc)
  const begins = current.map((_, index) =>
    current.slice(0, index).reduce((sum, block) => sum + block.tokens.length + 1, 0),
  )
  // From the end to the beginning, so that places before stay where they are.
  let wantedIndex = wanted.length
  for (let index = current.length; index >= 0; index--) {
    const partner = index === 0 ? -1 : (pairs[index - 1] ?? -1)
    const block = current[index - 1]
    const end = wantedIndex
    if (index === 0 || partner >= 0) {
      // What comes after this block and belongs to no other is new.
      for (let at = end - 1; at > partner; at--) {
        const made = wanted[at]
        if (made) insertBlock(root, index, made, writers)
      }
    }
    if (!block) continue
    const other = wanted[partner]
    if (!other) {
      root.delete(index - 1, 1)
      continue
    }
    const begin = begins[index - 1] ?? 0
    const own = block.tokens.map((_, at) => {
      const found = (alignment[begin + at] ?? -1) - other.from
      return found >= 0 && found < other.words.length ? found : -1
    })
    rewriteInlines(block.element, block.tokens, other.words, own, writers)
    wantedIndex = partner
  }
}

const endsWithBreak = (tokens: readonly Token[]) => tokens.at(-1)?.kind === 'break'

/** Names a letter of a document; nothing where the text stands nowhere. */
const placeKey = (origin: unknown, offset: number): string =>
  isPlace(origin) ? `${String(origin.client)}:${String(origin.clock + offset)}` : ''

const isPlace = (origin: unknown): origin is Place =>
  typeof origin === 'object' && origin !== null && 'clock' in origin && 'client' in origin

function wantedBlocks(
  tokens: readonly Token[],
  wantedOf: (token: Token, at: number) => Wanted,
): WantedBlock[] {
  const blocks: WantedBlock[] = []
  let words: Wanted[] = []
  let from = 0
  tokens.forEach((token, at) => {
    if (token.kind !== 'break') return void words.push(wantedOf(token, at))
    blocks.push({ type: token.block, words, from })
    words = []
    from = at + 1
  })
  return blocks
}

/** Which of the wanted blocks each block becomes: the one whose end is the same end, or −1. */
function pairBlocks(
  current: readonly BlockTokens[],
  wanted: readonly WantedBlock[],
  alignment: Alignment,
): number[] {
  const ends = new Map(wanted.map((block, index) => [block.from + block.words.length, index]))
  let at = -1
  return current.map((block) => {
    at += block.tokens.length + 1
    return ends.get(alignment[at] ?? -1) ?? -1
  })
}

const blockEnd = (block: Block['type']): Mark => ({ kind: 'break', block, origin: undefined })
type Mark = Extract<Token<undefined>, { kind: 'break' }>

function insertBlock(root: Y.XmlElement, index: number, block: WantedBlock, writers: Writers) {
  if (root.doc) root.doc.clientID = writers.moved
  const element = new Y.XmlElement(block.type)
  root.insert(index, [element])
  append(element, block.words, writers)
}

function append(element: Y.XmlElement, words: readonly Wanted[], writers: Writers) {
  const writerOf = new Map(words.map(({ token, writer }) => [token, writer]))
  const tokens = words.map(({ token }) => token)
  const { blocks } = authoredContentOf(tokens, (token) => writerOf.get(token) ?? writers.added)
  appendAuthored(element, blocks[0]?.children ?? [], writers.moved)
}

const isEdge = (token: Token) => token.kind === 'open' || token.kind === 'close'

/** Makes one block read as wanted: word by word where it can be, written anew from the first changed bracket on. */
function rewriteInlines(
  element: Y.XmlElement,
  current: readonly Token<Place>[],
  wanted: readonly Wanted[],
  alignment: Alignment,
  writers: Writers,
) {
  const hunks = hunksOf(alignment, wanted.length)
  const hasEdge = ({ aStart, aEnd, bStart, bEnd }: Hunk) =>
    current.slice(aStart, aEnd).some(isEdge) || wanted.slice(bStart, bEnd).some(({ token }) => isEdge(token))
  const places = hunks.map((hunk) =>
    hasEdge(hunk) ? undefined : (placeFor(current, hunk.aStart, hunk.aEnd) ?? emptyPlace(element)),
  )
  const first = places.indexOf(undefined)
  const [from, stop] = [hunks[first], first < 0 ? hunks.length : first]
  if (from) {
    const cut = cutBefore(element, current, from)
    if (!cut) {
      element.delete(0, element.length)
      return append(element, wanted, writers)
    }
    // What was changed before the cut is changed in place below; from the cut on everything is written anew.
    element.delete(cut.child + 1, element.length - cut.child - 1)
    if (cut.index < cut.text.length) cut.text.delete(cut.index, cut.text.length - cut.index)
    const rest = wanted.slice(from.bStart)
    const bracket = rest.findIndex(({ token }) => isEdge(token))
    // Two shared texts side by side would be one to a reader and two to the editor: words go on in the first.
    insertWords(cut.text, cut.index, bracket < 0 ? rest : rest.slice(0, bracket))
    if (bracket >= 0) append(element, rest.slice(bracket), writers)
  }
  for (let index = stop - 1; index >= 0; index--) {
    const [hunk, place] = [hunks[index], places[index]]
    if (!hunk || !place) continue
    if (place.length > 0) place.text.delete(place.index, place.length)
    insertWords(place.text, place.index, wanted.slice(hunk.bStart, hunk.bEnd))
  }
}

/** The client id is read when an item is made: each writer's words are made under its own. */
function insertWords(text: Y.XmlText, index: number, words: readonly Wanted[]) {
  let at = index
  for (const { token, writer } of words) {
    if (text.doc) text.doc.clientID = writer
    for (const piece of piecesOf(token)) {
      const letters = piece.text.normalize('NFC')
      text.insert(at, letters, attributesOf(piece.format))
      at += letters.length
    }
  }
}

/** Where a block may be cut before a change: behind a word that stands in no brackets. */
function cutBefore(
  element: Y.XmlElement,
  current: readonly Token<Place>[],
  hunk: Hunk,
): { child: number; text: Y.XmlText; index: number } | undefined {
  const before = current[hunk.aStart - 1]
  const place = before && startOf(before)
  const child = place ? element.toArray().indexOf(place.text) : -1
  if (!before || !place || child < 0) return undefined
  return { child, text: place.text, index: place.index + lengthOf(before) }
}

const piecesOf = (token: Token): readonly { text: string; format: number }[] => {
  if (token.kind === 'word') return token.pieces
  return token.kind === 'mandate' ? [{ text: token.symbol, format: 0 }] : []
}

/** The letters that a change removes, or the place where it inserts; undefined where there is no text to hold it. */
function placeFor(
  tokens: readonly Token<Place>[],
  start: number,
  end: number,
): { text: Y.XmlText; index: number; length: number } | undefined {
  const removed = tokens.slice(start, end)
  const [first] = removed
  if (first) {
    const from = startOf(first)
    const length = removed.reduce((sum, token) => sum + lengthOf(token), 0)
    const together = removed.every((token) => startOf(token)?.text === from?.text)
    return from && together ? { ...from, length } : undefined
  }
  const before = tokens[start - 1]
  const place = before && startOf(before)
  if (before && place) return { text: place.text, index: place.index + lengthOf(before), length: 0 }
  const after = tokens[start]
  const following = after && startOf(after)
  return following && { ...following, length: 0 }
}

/** Where the first words of an element go that has a shared text but no letter in it. */
function emptyPlace(element: Y.XmlElement): { text: Y.XmlText; index: number; length: number } | undefined {
  const [child] = element.toArray()
  const alone = element.length === 1 && child instanceof Y.XmlText && child.length === 0
  return alone ? { text: child, index: 0, length: 0 } : undefined
}

function startOf(token: Token<Place>): { text: Y.XmlText; index: number } | undefined {
  const piece = token.kind === 'word' ? token.pieces[0] : undefined
  return piece && { text: piece.origin.text, index: piece.origin.index + piece.offset }
}

const lengthOf = (token: Token<Place>) =>
  token.kind === 'word' ? token.pieces.reduce((sum, piece) => sum + piece.text.length, 0) : 0
