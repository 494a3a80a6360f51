import type * as Y from 'yjs'
import type { Language } from '#domain/languages'
import { alignTokens, hunksOf, readableAlignment, type Alignment, type Hunk } from '#domain/text/alignment'
import { factsOf, type DocumentContent } from '#domain/text/content'
import { tokenText, type WordToken } from '#domain/text/content-tokens'
import { tokensOf } from '#domain/text/word-diff'
import { openingOf, type CopiedRange } from '#editor/authored'
import type { Origin } from '#editor/life'
import type { Reading } from '#editor/reading'
import { emphases, emphasisBit, type ItemId } from '#editor/shape'
import { editText, type Range, type TextEdit } from '#editor/writing'
import { itemOf, letterKey, tokensOfDocument, type DocumentToken, type Letters } from './document-words'

/** Under which base ids a rewriting writes; each is bound to its author before the update is shown. */
export type Writers = {
  /** Writes blocks, brackets and emphasis, and the words of which nobody else is known. */
  base: number
  /** Whose words these letters are, where they come from elsewhere. */
  baseOf?: (letters: Letters) => number | undefined
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
  readonly #brackets: BracketPlan
  readonly #copied: CopiedRange[] = []
  /** The words of the document by their first letters. */
  readonly #words: ReadonlyMap<string, string>
  /** For each token of the target the letters that it is in the document, in pieces. */
  readonly #written = new Map<number, Range[]>()
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
    this.#brackets = planBrackets(this.#current, target, this.#alignment)
    this.#words = new Map(
      this.#current.flatMap((token) => {
        const item = itemOf(token)
        return token.kind === 'word' && item ? [[letterKey(item), token.text] as const] : []
      }),
    )
  }

  run(): CopiedRange[] {
    const lefts = physicalLefts(this.#current)
    this.#alignment.forEach((to, from) => {
      const token = this.#current[from]
      if (to >= 0 && token) this.#written.set(to, rangesOf(token))
    })
    for (const hunk of hunksOf(this.#alignment, this.target.length)) {
      this.#insert(hunk, lefts[hunk.aEnd])
      this.#remove(hunk)
    }
    for (const id of this.edit.reading.brackets.keys())
      if (this.#brackets.lifted.has(id)) this.edit.liftBracket(id)
    this.#setKinds()
    this.#setEmphasis()
    return this.#copied
  }

  #insert({ bStart, bEnd }: Hunk, behind: ItemId | undefined): void {
    let left = behind
    for (let at = bStart; at < bEnd; at++) {
      const token = this.target[at]
      switch (token?.kind) {
        case 'break':
          left = this.edit.append(left, { kind: token.block, level: levelOf(token) })
          break
        case 'word':
          left = this.#insertWord(at, token, left)
          break
        case 'open':
        case 'close':
          left = this.#insertMark(at, token, left)
          break
        case undefined:
          break
        default:
          token satisfies never
      }
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
        source && isMoved ? this.edit.appendMoved(left, source, text) : this.#write(left, text, source)
      written.push(range)
      left = { client: range.client, clock: range.clock + range.length - 1 }
    }
    this.#written.set(at, written)
    return left
  }

  #write(left: ItemId | undefined, text: string, source: Letters | undefined): Range {
    const { base, baseOf } = this.writers
    const letters = text.normalize('NFC')
    const range = this.edit.append(left, { text: letters }, (source && baseOf?.(source)) ?? base)
    if (source && letters === text) this.#copied.push({ ...range, origin: source satisfies Origin })
    return range
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
    for (let at = aStart; at < aEnd; at++) {
      const token = this.#current[at]
      if (token?.kind === 'word') for (const range of rangesOf(token)) this.edit.delete(range)
      if (token?.kind !== 'break') continue
      // A block that goes as a whole leaves what others type in it meanwhile as a block.
      if (token.origin && blockStart >= 0 && at > blockStart) this.edit.removeBlock(token.origin)
      else if (token.origin) this.edit.delete({ ...token.origin, length: 1 })
      blockStart = at + 1
    }
  }

  #setKinds(): void {
    const ends = this.target.filter((token) => token.kind === 'break')
    this.edit.reading.blocks.forEach(({ marker }, index) => {
      const end = ends[index]
      if (marker && end) this.edit.setKind(marker, end.block, levelOf(end))
    })
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
    const wanted = this.#wantedLetters()
    for (const emphasis of emphases) {
      const bit = emphasisBit[emphasis]
      const present = lettersOf(this.edit.reading)
      let first: Letter | undefined
      for (let at = 0; at <= wanted.length; at++) {
        const [letter, is] = [wanted[at], present[at]]
        const differs = letter && is && (letter.emphasis & bit) !== (is.emphasis & bit)
        const goesOn = differs && first && (first.emphasis & bit) === (letter.emphasis & bit)
        const last = wanted[at - 1]
        if (first && last && !goesOn) {
          this.edit.setEmphasis(first, last, emphasis, (first.emphasis & bit) !== 0)
          first = undefined
        }
        if (differs) first ??= letter
      }
    }
  }
}

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
  const idAt = (at: number | undefined) => {
    const token = at === undefined ? undefined : current[at]
    return token?.kind === 'open' || token?.kind === 'close' ? token.id : undefined
  }
  const pairs = pairsIn(target)
  // Of a bracket that a block's end cuts, only the first and the last edge are items of the document.
  const hasBothEnds = new Map<string, { opens: boolean; closes: boolean }>()
  for (const { opens, closes } of pairs) {
    const [open, close] = [from.get(opens), from.get(closes)]
    const id = idAt(open)
    if (id === undefined || id !== idAt(close)) continue
    const ends = hasBothEnds.get(id) ?? { opens: false, closes: false }
    ends.opens ||= open !== undefined && current[open]?.kind === 'open' && isItem(current[open])
    ends.closes ||= close !== undefined && current[close]?.kind === 'close' && isItem(current[close])
    hasBothEnds.set(id, ends)
  }
  const stays = (id: string | undefined) => {
    const ends = id === undefined ? undefined : hasBothEnds.get(id)
    return ends?.opens === true && ends.closes
  }
  const openings = new Map<number, number>()
  for (const { opens, closes } of pairs) {
    const id = idAt(from.get(opens))
    if (stays(id) && id === idAt(from.get(closes))) continue
    openings.set(opens, opens).set(closes, opens)
    for (const at of [from.get(opens), from.get(closes)]) if (at !== undefined) alignment[at] = -1
  }
  const lifted = new Set<string>()
  current.forEach((token) => {
    if (token.kind === 'open' && token.id !== undefined && !stays(token.id)) lifted.add(token.id)
  })
  return { lifted, openings }
}

const isItem = (token: DocumentToken | undefined) => token?.kind !== 'word' && token?.origin !== undefined

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

/** The letters of a document's word, in stretches of consecutive clocks. */
function rangesOf(token: DocumentToken): Range[] {
  if (token.kind !== 'word') return []
  return token.pieces.flatMap(({ text, origin, offset }) =>
    origin ? [{ client: origin.client, clock: origin.clock + offset, length: text.length }] : [],
  )
}

/** For each place between tokens the item to its left; undefined at the beginning of the text. */
function physicalLefts(tokens: readonly DocumentToken[]): (ItemId | undefined)[] {
  let left: ItemId | undefined
  const lefts: (ItemId | undefined)[] = [left]
  for (const token of tokens) {
    if (token.kind === 'word') {
      const last = rangesOf(token).at(-1)
      if (last) left = { client: last.client, clock: last.clock + last.length - 1 }
    } else if (token.origin) left = { client: token.origin.client, clock: token.origin.clock }
    lefts.push(left)
  }
  return lefts
}

const lettersOf = (reading: Reading): Letter[] =>
  reading.blocks.flatMap((block) =>
    block.runs.flatMap(({ text, client, clock, emphasis }) =>
      Array.from({ length: text.length }, (_, offset) => ({ client, clock: clock + offset, emphasis })),
    ),
  )

/** Which token of the target each token of the document is. */
function align(current: readonly DocumentToken[], target: readonly DocumentToken[]): Alignment {
  const own = identities(current, target)
  if (own.length > 0) {
    const alignment: Alignment = current.map(() => -1)
    for (const [from, to] of own) alignment[from] = to
    return alignment
  }
  return readableAlignment(current, target, alignTokens(current, target))
}

/** The most pairs of tokens that are the same items, in rising order on both sides. */
function identities(
  current: readonly DocumentToken[],
  target: readonly DocumentToken[],
): readonly (readonly [number, number])[] {
  const places = new Map<string, number>()
  const nameCurrent = naming()
  current.forEach((token, at) => {
    const name = nameCurrent(token)
    if (name !== undefined) places.set(name, at)
  })
  const pairs: [number, number][] = []
  const taken = new Set<number>()
  const nameTarget = naming()
  target.forEach((token, to) => {
    const name = nameTarget(token)
    const from = name === undefined ? undefined : places.get(name)
    const own = from === undefined ? undefined : current[from]
    // Somebody may have written in a word since: then it is another one.
    if (from === undefined || !own || taken.has(from) || tokenText(own) !== tokenText(token)) return
    taken.add(from)
    pairs.push([from, to])
  })
  return longestRising(pairs)
}

/** Names tokens by the items that they are; of a bracket that is cut in pieces, by its id and how many came before. */
function naming(): (token: DocumentToken) => string | undefined {
  const counts = new Map<string, number>()
  return (token) => {
    if ((token.kind === 'open' || token.kind === 'close') && token.id !== undefined) {
      const name = `${token.kind} ${token.id}`
      const count = counts.get(name) ?? 0
      counts.set(name, count + 1)
      return `${name} ${String(count)}`
    }
    const item = itemOf(token)
    return item && letterKey(item)
  }
}

/** The longest subsequence in which the first numbers rise, as the second ones do. */
function longestRising(pairs: readonly [number, number][]): [number, number][] {
  const ends: number[] = []
  const before: number[] = []
  pairs.forEach(([from], index) => {
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((pairs[ends[middle] ?? 0]?.[0] ?? 0) < from) low = middle + 1
      else high = middle
    }
    before[index] = low > 0 ? (ends[low - 1] ?? -1) : -1
    ends[low] = index
  })
  const rising: [number, number][] = []
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) {
    const pair = pairs[at]
    if (pair) rising.push(pair)
  }
  return rising.toReversed()
}
