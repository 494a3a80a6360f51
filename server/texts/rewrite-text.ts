import type * as Y from 'yjs'
import type { Language } from '#domain/languages'
import { alignTokens, hunksOf, readableAlignment, type Alignment, type Hunk } from '#domain/text/alignment'
import { factsOf, type DocumentContent } from '#domain/text/content'
import type { WordToken } from '#domain/text/content-tokens'
import { tokensOf } from '#domain/text/word-diff'
import { openingOf, type CopiedRange } from '#editor/authored'
import type { Origin } from '#editor/life'
import type { Reading } from '#editor/reading'
import { emphases, emphasisBit, type ItemId } from '#editor/shape'
import { editText, type Range, type TextEdit } from '#editor/writing'
import {
  itemOf,
  letterKey,
  physicalLefts,
  rangesOf,
  tokensOfDocument,
  type DocumentToken,
  type Letters,
} from './document-words'
import { orderOf, type ItemOrder } from './item-order'
import { sameItems } from './same-items'

/** Under which base ids a rewriting writes; each is bound to its author before the update is shown. */
export type Writers = {
  /** Writes blocks, brackets and emphasis, and the words of which no one else is known. */
  base: number
  /** Whose words these letters are, where they come from elsewhere. */
  baseOf?: (letters: Letters) => number | undefined
  /** Words that come right behind an item, which may be deleted; others come behind the words before them. */
  placeOf?: (token: DocumentToken) => { left: ItemId | undefined } | undefined
}

/** An update of a document, and which of the letters that it writes are copies of which others. */
export type Rewriting = { update: Uint8Array; copied: CopiedRange[] }

/**
 * Makes a document read like `target` by removing and adding whole words, in one transaction; what stays the same
 * stays the same letters, and so stays its author's.
 * @returns undefined where nothing had to change.
 */
export const rewriteText = (
  doc: Y.Doc,
  target: DocumentContent,
  language: Language,
  writers: Writers,
): Rewriting | undefined => rewriteTokens(doc, tokensOf(target, language), language, writers)

/**
 * The same for a text that is known as words, some of which may be the document's own: those stay where they are, or
 * move with their authors. Words of other documents come as copies of those.
 */
export function rewriteTokens(
  doc: Y.Doc,
  target: readonly DocumentToken[],
  language: Language,
  writers: Writers,
): Rewriting | undefined {
  let update: Uint8Array | undefined
  const keep = (made: Uint8Array) => {
    update = made
  }
  doc.on('update', keep)
  const copied = editText(doc, { base: writers.base, origin: undefined }, (edit) =>
    new TextRewriting(edit, withLastBreak(target), language, writers).run(),
  )
  doc.off('update', keep)
  return update && { update, copied }
}

const withLastBreak = (tokens: readonly DocumentToken[]): readonly DocumentToken[] =>
  tokens.at(-1)?.kind === 'break'
    ? tokens
    : [...tokens, { kind: 'break', block: 'paragraph', origin: undefined }]

class TextRewriting {
  readonly #current: readonly DocumentToken[]
  readonly #alignment: Alignment
  /** For each place between tokens of the document the item to its left. */
  readonly #lefts: readonly (ItemId | undefined)[]
  #order: ItemOrder | undefined
  readonly #brackets: BracketPlan
  readonly #copied: CopiedRange[] = []
  /** The words of the document by their first letters. */
  readonly #words: ReadonlyMap<string, string>
  /** For each token of the target the letters that it is in the document, in pieces. */
  readonly #written = new Map<number, Range[]>()
  /** Spaces that come with changes whose places are known. */
  readonly #separators: Range[] = []
  /** What opens the brackets that are written, by the place of the token. */
  readonly #opened = new Map<number, ItemId>()

  constructor(
    readonly edit: TextEdit,
    readonly target: readonly DocumentToken[],
    language: Language,
    readonly writers: Writers,
  ) {
    this.#current = tokensOfDocument(edit.doc, language, edit.reading)
    this.#alignment = align(this.#current, target)
    this.#lefts = physicalLefts(this.#current)
    this.#brackets = planBrackets(this.#current, target, this.#alignment)
    this.#words = new Map(
      this.#current.flatMap((token) => {
        const item = itemOf(token)
        return token.kind === 'word' && item ? [[letterKey(item), token.text] as const] : []
      }),
    )
  }

  run(): CopiedRange[] {
    this.#alignment.forEach((to, from) => {
      const token = this.#current[from]
      if (to >= 0 && token) this.#written.set(to, rangesOf(token))
    })
    for (const hunk of hunksOf(this.#alignment, this.target.length)) {
      this.#insert(hunk, this.#lefts[hunk.aEnd])
      this.#remove(hunk)
    }
    for (const id of this.edit.reading.brackets.keys())
      if (this.#brackets.lifted.has(id)) this.edit.liftBracket(id)
    this.#setKinds()
    this.#setEmphasis()
    this.#dropSeparators()
    return this.#copied
  }

  #insert(hunk: Hunk, behind: ItemId | undefined): void {
    const { bStart, bEnd } = hunk
    const places = this.#placesIn(hunk)
    // What comes before the first word that has a place goes to that place as well.
    let group = places.find((place) => place !== undefined) ?? {
      left: behind,
      ordinal: Number.POSITIVE_INFINITY,
    }
    let { left } = group
    for (let at = bStart; at < bEnd; at++) {
      const token = this.target[at]
      if (!token) break
      const place = places[at - bStart]
      // Words that come at one place follow one another; the order of the target is never changed.
      if (place && place.ordinal > group.ordinal) {
        group = place
        left = place.left
      }
      left = this.#insertToken(at, token, left)
    }
  }

  /** The places of the words that come with a change, as far as they are between what stays on its two sides. */
  #placesIn({
    aStart,
    aEnd,
    bStart,
    bEnd,
  }: Hunk): ({ left: ItemId | undefined; ordinal: number } | undefined)[] {
    const { placeOf } = this.writers
    if (!placeOf) return []
    const order = (this.#order ??= orderOf(this.edit.doc))
    const first = order.ordinalOf(this.#lefts[aStart])
    let next: ItemId | undefined
    for (let at = aEnd; !next && at < this.#current.length; at++) next = itemOf(this.#current[at])
    const last = next ? order.ordinalOf(next) : Number.POSITIVE_INFINITY
    return this.target.slice(bStart, bEnd).map((token) => {
      const place = placeOf(token)
      const ordinal = order.ordinalOf(place?.left)
      return place && ordinal >= first && ordinal < last ? { left: place.left, ordinal } : undefined
    })
  }

  #insertToken(at: number, token: DocumentToken, left: ItemId | undefined): ItemId | undefined {
    switch (token.kind) {
      case 'break':
        return this.edit.append(
          left,
          { kind: token.block, level: levelOf(token) },
          this.#baseFor(token.origin),
        )
      case 'word':
        return this.#insertWord(at, token, left)
      case 'open':
      case 'close':
        return this.#insertMark(at, token, left)
      default:
        return token satisfies never
    }
  }

  #insertWord(at: number, token: WordToken<Letters | undefined>, behind: ItemId | undefined) {
    let left = behind
    const written: Range[] = []
    const item = itemOf(token)
    // A word that is one of the document's own moves; of any other the letters are written anew.
    const isMoved = item !== undefined && this.#words.get(letterKey(item)) === token.text
    for (const { text, origin, offset } of token.pieces) {
      const source = origin && { ...origin, clock: origin.clock + offset }
      const range =
        source && isMoved ? this.edit.appendMoved(left, source, text) : this.#write(at, left, text, source)
      written.push(range)
      if (this.writers.placeOf && text.trim() === '') this.#separators.push(range)
      left = { client: range.client, clock: range.clock + range.length - 1 }
    }
    this.#written.set(at, written)
    return left
  }

  #write(at: number, left: ItemId | undefined, text: string, source: Letters | undefined): Range {
    const letters = text.normalize('NFC')
    const base = source ? this.#baseFor(source) : (this.#baseBeside(at) ?? this.writers.base)
    const range = this.edit.append(left, { text: letters }, base)
    if (source && letters === text) this.#noteCopied({ ...range, origin: source satisfies Origin })
    return range
  }

  /** Letters that go on from the copy before are one copy with it. */
  #noteCopied(range: CopiedRange): void {
    const last = this.#copied.at(-1)
    const goesOn =
      last?.client === range.client &&
      last.clock + last.length === range.clock &&
      last.origin.client === range.origin.client &&
      last.origin.document === range.origin.document &&
      last.origin.clock + last.length === range.origin.clock
    if (last && goesOn) last.length += range.length
    else this.#copied.push(range)
  }

  #baseFor(source: Letters | undefined): number {
    return (source && this.writers.baseOf?.(source)) ?? this.writers.base
  }

  /** A space that sets words apart is written by the person who writes the words behind it, or before it. */
  #baseBeside(at: number): number | undefined {
    for (const beside of [this.target[at + 1], this.target[at - 1]]) {
      const origin = beside?.kind === 'word' ? beside.pieces[0]?.origin : undefined
      const base = origin && this.writers.baseOf?.(origin)
      if (base !== undefined) return base
    }
    return undefined
  }

  #insertMark(
    at: number,
    token: Extract<DocumentToken, { kind: 'open' | 'close' }>,
    left: ItemId | undefined,
  ) {
    const opening = this.#brackets.openings.get(at)
    if (opening === undefined) return left
    if (token.kind === 'open') {
      const id = this.edit.append(left, { embed: { o: 1, ...openingOf(factsOf(token)) } })
      this.#opened.set(at, id)
      return id
    }
    const opened = this.#opened.get(opening)
    return opened ? this.edit.append(left, { embed: { c: [opened.client, opened.clock] } }) : left
  }

  #remove({ aStart, aEnd }: Hunk): void {
    let blockStart = aStart === 0 || this.#current[aStart - 1]?.kind === 'break' ? aStart : -1
    const removed: ItemId[] = []
    for (let at = aStart; at < aEnd; at++) {
      const token = this.#current[at]
      if (token?.kind === 'word') for (const range of rangesOf(token)) this.edit.delete(range)
      if (token?.kind !== 'break') continue
      // A block that goes as a whole leaves what others type in it meanwhile as a block.
      if (token.origin && blockStart >= 0 && at > blockStart) removed.push(token.origin)
      else if (token.origin) this.edit.delete({ ...token.origin, length: 1 })
      blockStart = at + 1
    }
    if (removed.length > 0) this.edit.removeBlocks(removed)
  }

  #setKinds(): void {
    this.#alignment.forEach((to, from) => {
      const [token, wanted] = [this.#current[from], this.target[to]]
      if (token?.kind === 'break' && token.origin && wanted?.kind === 'break')
        this.edit.setKind(token.origin, wanted.block, levelOf(wanted))
    })
  }

  /** Spaces that come to the edge of a block, as where a block is hidden that they were to be in, set nothing apart. */
  #dropSeparators(): void {
    const separators = new Map(this.#separators.map((range) => [letterKey(range), range]))
    if (separators.size === 0) return
    for (const { runs } of this.edit.reading.blocks) {
      const [first, last] = [runs[0], runs.at(-1)]
      const ends = [first, last && { client: last.client, clock: last.clock + last.text.length - 1 }]
      for (const end of ends) {
        const range = end && separators.get(letterKey(end))
        if (range) this.edit.delete(range)
      }
    }
  }

  /** The letters of the target in order, and how each is set. */
  #wantedLetters(): Letter[] {
    return this.target.flatMap((token, at) => {
      if (token.kind !== 'word') return []
      const formats = token.pieces.flatMap(({ text, format }) =>
        Array.from({ length: text.length }, () => format),
      )
      let index = 0
      return (this.#written.get(at) ?? []).flatMap(({ client, clock, length }) =>
        Array.from({ length }, (_, offset) => ({
          client,
          clock: clock + offset,
          emphasis: formats[index++] ?? formats.at(-1) ?? 0,
        })),
      )
    })
  }

  #setEmphasis(): void {
    // Most texts have none, and letters need not be looked at one by one.
    const isPlain = this.target.every((token) => token.kind !== 'word' || token.pieces.every(isSetPlainly))
    if (isPlain && this.edit.reading.emphases.length === 0) return
    const [wanted, present] = [this.#wantedLetters(), lettersOf(this.edit.reading)]
    const stretches: Parameters<TextEdit['coverLetters']>[0][number][] = []
    for (const emphasis of emphases) {
      const bit = emphasisBit[emphasis]
      let first: Letter | undefined
      for (let at = 0; at <= wanted.length; at++) {
        const [letter, is] = [wanted[at], present[at]]
        const differs = letter && is && (letter.emphasis & bit) !== (is.emphasis & bit)
        const goesOn = differs && first && (first.emphasis & bit) === (letter.emphasis & bit)
        const last = wanted[at - 1]
        if (first && last && !goesOn) {
          stretches.push({ first, last, emphasis, on: (first.emphasis & bit) !== 0 })
          first = undefined
        }
        if (differs) first ??= letter
      }
    }
    this.edit.coverLetters(stretches)
  }
}

const isSetPlainly = ({ format }: { format: number }) => format === 0

type Letter = ItemId & { emphasis: number }

type BracketPlan = {
  /** Brackets of the document that go. */
  lifted: ReadonlySet<string>
  /** For both edges of each bracket that is written, the place of the token that opens it. */
  openings: ReadonlyMap<number, number>
}

/**
 * Which brackets stay: those of which both ends stay. Of any other both ends go, or are written, so that no bracket
 * is closed by another session than the one that opened it.
 */
function planBrackets(
  current: readonly DocumentToken[],
  target: readonly DocumentToken[],
  alignment: Alignment,
): BracketPlan {
  const from = new Map(alignment.flatMap((to, at) => (to < 0 ? [] : [[to, at] as const])))
  const pairs = pairsIn(target)
  const closeOf = new Map(pairs.map(({ opens, closes }) => [opens, closes]))
  const stays = new Set<string>()
  const lifted = new Set<string>()
  // Of a bracket that a block's end cuts, only the first and the last edge are items of the document.
  for (const [id, { opens, closes }] of edgesIn(current)) {
    const [open, close] = [alignment[opens] ?? -1, alignment[closes] ?? -1]
    const [first, last] = [target[open], target[close]]
    const isSame = first?.kind === 'open' && last?.kind === 'close' && first.id === id && last.id === id
    if (open >= 0 && close >= 0 && (isSame || closeOf.get(open) === close)) stays.add(id)
    else lifted.add(id)
  }
  const idAt = (at: number): string | undefined => {
    const [token, own] = [target[at], current[from.get(at) ?? -1]]
    if (own?.kind === 'open' || own?.kind === 'close') return own.id
    return token?.kind === 'open' || token?.kind === 'close' ? token.id : undefined
  }
  /** An edge that names an item of the document which is at another place of the target. */
  const isCopy = (at: number) => {
    const token = target[at]
    return token?.kind !== 'word' && token?.origin !== undefined && !from.has(at)
  }
  const openings = new Map<number, number>()
  for (const { opens, closes } of pairs) {
    const id = idAt(opens)
    if (id !== undefined && id === idAt(closes) && stays.has(id) && !isCopy(opens) && !isCopy(closes))
      continue
    openings.set(opens, opens).set(closes, opens)
    for (const at of [from.get(opens), from.get(closes)]) if (at !== undefined) alignment[at] = -1
  }
  return { lifted, openings }
}

/** The places of the items that open and close each bracket. */
function edgesIn(tokens: readonly DocumentToken[]): Map<string, { opens: number; closes: number }> {
  const edges = new Map<string, { opens: number; closes: number }>()
  tokens.forEach((token, at) => {
    if ((token.kind !== 'open' && token.kind !== 'close') || !token.id || !token.origin) return
    const known = edges.get(token.id) ?? { opens: -1, closes: -1 }
    edges.set(token.id, token.kind === 'open' ? { ...known, opens: at } : { ...known, closes: at })
  })
  return edges
}

/** The places of the two edges of each bracket. */
function pairsIn(tokens: readonly DocumentToken[]): { opens: number; closes: number }[] {
  const pairs: { opens: number; closes: number }[] = []
  let open: number[] = []
  tokens.forEach((token, at) => {
    if (token.kind === 'open') open.push(at)
    else if (token.kind === 'break') open = []
    else if (token.kind === 'close') {
      const opens = open.pop()
      if (opens !== undefined) pairs.push({ opens, closes: at })
    }
  })
  return pairs
}

const levelOf = ({ block, level }: { block: 'paragraph' | 'sub-item'; level?: 2 }) =>
  block === 'paragraph' ? 0 : (level ?? 1)

const lettersOf = (reading: Reading): Letter[] =>
  reading.blocks.flatMap((block) =>
    block.runs.flatMap(({ text, client, clock, emphasis }) =>
      Array.from({ length: text.length }, (_, offset) => ({ client, clock: clock + offset, emphasis })),
    ),
  )

/** Which token of the target each token of the document is. */
function align(current: readonly DocumentToken[], target: readonly DocumentToken[]): Alignment {
  const own = sameItems(current, target)
  if (own.length > 0) {
    const alignment: Alignment = current.map(() => -1)
    for (const [from, to] of own) alignment[from] = to
    return alignment
  }
  return pairBreaks(current, target, readableAlignment(current, target, alignTokens(current, target)))
}

/** A block that only changes its kind keeps its end. */
function pairBreaks(
  current: readonly DocumentToken[],
  target: readonly DocumentToken[],
  alignment: Alignment,
): Alignment {
  const result = [...alignment]
  for (const { aStart, aEnd, bStart, bEnd } of hunksOf(alignment, target.length)) {
    const ends = (tokens: readonly DocumentToken[], start: number, end: number) =>
      tokens.slice(start, end).flatMap((token, at) => (token.kind === 'break' ? [start + at] : []))
    const [before, after] = [ends(current, aStart, aEnd), ends(target, bStart, bEnd)]
    if (before.length === after.length) before.forEach((from, at) => (result[from] = after[at] ?? -1))
  }
  return result
}
