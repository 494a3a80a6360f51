import * as Y from 'yjs'
import { hunksOf } from '#domain/alignment'
import type { Block, DocumentContent } from '#domain/content'
import { tokenize, type FlowItem, type Token } from '#domain/content-tokens'
import type { Language } from '#domain/languages'
import { alignForReading, contentOf, tokensOf } from '#domain/word-diff'
import { appendContent, attributesOf, bracketFacts, rootOf, visibleRuns } from './text-document'

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

/**
 * Makes a document read like `target` by removing and adding whole words, in one transaction under one client
 * id; what stays the same stays the same letters, and so stays its author's. A paragraph whose brackets change
 * is written anew.
 * @returns the update that did it; undefined where nothing had to change.
 */
export function rewriteText(
  doc: Y.Doc,
  target: DocumentContent,
  language: Language,
  client: number,
): Uint8Array | undefined {
  let update: Uint8Array | undefined
  const keep = (made: Uint8Array) => {
    update = made
  }
  const own = doc.clientID
  doc.on('update', keep)
  doc.clientID = client
  doc.transact(() => rewriteBlocks(doc, target, language))
  doc.clientID = own
  doc.off('update', keep)
  return update
}

function rewriteBlocks(doc: Y.Doc, target: DocumentContent, language: Language) {
  const current = blocksOf(doc, language)
  const wanted = target.blocks.map((block) => ({
    block,
    tokens: tokensOf({ blocks: [block] }, language).slice(0, -1),
  }))
  const pairs = pairBlocks(current, wanted)
  const root = rootOf(doc)
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
        if (made) insertBlock(root, index, made.block)
      }
    }
    if (!block) continue
    const other = wanted[partner]
    if (!other) {
      root.delete(index - 1, 1)
      continue
    }
    rewriteInlines(block.element, block.tokens, other.tokens)
    wantedIndex = partner
  }
}

/** Which of the wanted blocks each block becomes: the one whose end is the same end, or −1. */
function pairBlocks(
  current: readonly BlockTokens[],
  wanted: readonly { block: Block; tokens: readonly Token[] }[],
): number[] {
  const a: Token[] = current.flatMap(({ type, tokens }) => [...tokens, blockEnd(type)])
  const b: Token[] = wanted.flatMap(({ block, tokens }) => [...tokens, blockEnd(block.type)])
  const endsOf = (tokens: readonly Token[]) =>
    tokens.flatMap((token, at) => (token.kind === 'break' ? [at] : []))
  const ends = new Map(endsOf(b).map((at, block) => [at, block]))
  const alignment = alignForReading(a, b)
  return endsOf(a).map((at) => ends.get(alignment[at] ?? -1) ?? -1)
}

const blockEnd = (block: Block['type']): Token => ({ kind: 'break', block, origin: undefined })

function insertBlock(root: Y.XmlElement, index: number, block: Block) {
  const element = new Y.XmlElement(block.type)
  root.insert(index, [element])
  appendContent(element, block.children)
}

const isEdge = (token: Token) => token.kind === 'open' || token.kind === 'close'

function rewriteInlines(element: Y.XmlElement, current: readonly Token<Place>[], wanted: readonly Token[]) {
  const hunks = hunksOf(alignForReading(current, wanted), wanted.length)
  const inPlace = hunks.every(
    (hunk) =>
      !current.slice(hunk.aStart, hunk.aEnd).some(isEdge) &&
      !wanted.slice(hunk.bStart, hunk.bEnd).some(isEdge),
  )
  const places =
    inPlace && hunks.map((hunk) => placeFor(current, hunk.aStart, hunk.aEnd) ?? emptyPlace(element))
  if (!places || places.some((place) => place === undefined)) {
    if (hunks.length === 0) return
    element.delete(0, element.length)
    appendContent(element, contentOf(wanted).blocks[0]?.children ?? [])
    return
  }
  for (let index = hunks.length - 1; index >= 0; index--) {
    const [hunk, place] = [hunks[index], places[index]]
    if (!hunk || !place) continue
    if (place.length > 0) place.text.delete(place.index, place.length)
    let at = place.index
    for (const token of wanted.slice(hunk.bStart, hunk.bEnd)) {
      for (const piece of piecesOf(token)) {
        const words = piece.text.normalize('NFC')
        place.text.insert(at, words, attributesOf(piece.format))
        at += words.length
      }
    }
  }
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
