import * as Y from 'yjs'
import { findItem, readLife, type Life, type Origin } from './life'
import {
  isBracketMark,
  isHiddenMarker,
  livingAt,
  readText,
  sumOfEmphasis,
  type EmphasisMark,
  type Reading,
  type TextBlock,
} from './reading'
import {
  baseOf,
  classOf,
  clientOf,
  emphases,
  emphasisBit,
  idKey,
  isSameId,
  textOf,
  tokenFiller,
  type BracketOpening,
  type Closing,
  type Embed,
  type EmphasisOpening,
  type Emphasis,
  type IdClass,
  type ItemId,
  type MoveClaim,
} from './shape'

/** A place between two units, and how letters that are written there are set. */
export type Gap = {
  /** The letter or block marker to the left, living or deleted; undefined at the beginning of the text. */
  left: ItemId | undefined
  /** Ids of the brackets around the place, the outermost first; undefined for those of the place itself. */
  brackets?: readonly string[]
  /** Sum of `emphasisBit`; undefined for that of the place itself. */
  emphasis?: number
}

/** Consecutive letters under one client id. */
export type Range = ItemId & { length: number }

/** A physical place within a gap: behind `left`, in these brackets, with this emphasis. */
export type Slot = { left: ItemId | undefined; brackets: readonly string[]; emphasis: number }

/** What a text is built of: letters, brackets' and emphasis' ends, block markers. */
export type AppendedItem =
  { text: string } | { embed: BracketOpening | EmphasisOpening | Closing } | Pick<TextBlock, 'kind' | 'level'>

/** Who writes: the base id of a session, and what its transactions are known by. */
export type Writer = { base: number; origin: unknown }

/**
 * Runs `work` as one transaction of the document, and so as one update.
 * @param reading the text as it is now, where somebody has read it already.
 */
export function editText<Result>(
  doc: Y.Doc,
  writer: Writer,
  work: (edit: TextEdit) => Result,
  reading?: Reading,
): Result {
  return doc.transact((transaction) => work(new TextEdit(transaction, writer.base, reading)), writer.origin)
}

/**
 * The ways in which a text can be changed. Each inserts or deletes just the units that it is about; no letter is ever
 * deleted and inserted again, so whatever two people do at once, both succeed and every letter keeps its author.
 */
export class TextEdit {
  readonly doc: Y.Doc
  readonly #transaction: Y.Transaction
  readonly #text: Y.Text
  #reading: Reading | undefined
  /** What lives depends on deletions, which it sees, and on what was revived: letters come and go without a new one. */
  #life: Life | undefined

  constructor(
    transaction: Y.Transaction,
    readonly base: number,
    reading?: Reading,
  ) {
    this.#transaction = transaction
    this.#reading = reading
    this.doc = transaction.doc
    this.#text = textOf(transaction.doc)
  }

  /** The text as it is now, this edit's changes included. */
  get reading(): Reading {
    this.#reading ??= readText(this.doc)
    return this.#reading
  }

  get #living(): Life {
    this.#life ??= this.#reading?.life ?? readLife(this.doc)
    return this.#life
  }

  /** Writes letters of the session's own. @param text no line breaks, no control characters; NFC. */
  insertLetters(gap: Gap, text: string): Range {
    return this.#insertText(gap, text, 'letters', this.#slotFor(gap))
  }

  /**
   * Writes letters that keep their first author and origin, as moving and copying within the product does.
   * @param source where the letters were read: consecutive clocks of one client id, all with this text.
   */
  insertMoved(gap: Gap, source: Origin, text: string): Range {
    const slot = this.#slotFor(gap)
    const at = this.#insert(slot.left, 'moved', new Y.ContentEmbed(claimOf(source, text.length)))
    return this.#insertText(gap, text, 'moved', { ...slot, left: at })
  }

  /** The item behind which letters go that are written into a gap, and how letters are set there. */
  slotFor(gap: Gap): Slot {
    return this.#slotFor(gap)
  }

  #insertText(gap: Gap, text: string, idClass: IdClass, slot: Slot): Range {
    const id = this.#insert(slot.left, idClass, new Y.ContentString(text))
    const range = { ...id, length: text.length }
    const wanted = gap.emphasis ?? slot.emphasis
    const last = { client: id.client, clock: id.clock + text.length - 1 }
    for (const emphasis of emphases) {
      const bit = emphasisBit[emphasis]
      if ((wanted & bit) !== (slot.emphasis & bit))
        this.#addEmphasis(id, last, emphasis, (wanted & bit) !== 0)
    }
    return range
  }

  /** Deletes living units: letters, markers or marks, and whatever keeps them alive. */
  delete(range: Range): void {
    const { client, clock, length } = range
    const hasTokens = this.#living.hasTokens(client)
    for (let at = clock; hasTokens && at < clock + length; at += 1)
      for (const token of this.#living.tokensOf(client, at)) this.#deleteItems({ ...token, length: 1 })
    this.#deleteItems(range)
  }

  #deleteItems({ client, clock, length }: Range): void {
    this.#reading = undefined
    if (classOf(client) === 'revived') this.#life = undefined
    const end = clock + length
    for (let at = clock; at < end;) {
      const item = Y.getItemCleanStart(this.#transaction, Y.createID(client, at))
      if (item.id.clock + item.length > end)
        Y.getItemCleanEnd(this.#transaction, this.doc.store, Y.createID(client, end - 1))
      if (!item.deleted) item.delete(this.#transaction)
      at = item.id.clock + item.length
    }
  }

  /** Makes deleted units live again, each in its own place. Those that live are left as they are. */
  revive(range: Range): void {
    const { client, clock, length } = range
    let from = clock
    while (from < clock + length) {
      if (this.reading.life.isAlive(client, from)) {
        from += 1
        continue
      }
      let to = from
      while (to < clock + length && !this.reading.life.isAlive(client, to)) to += 1
      const count = to - from
      const claim: Embed = { v: [client, from], n: count }
      const at = this.#insert({ client, clock: to - 1 }, 'revived', new Y.ContentEmbed(claim))
      this.#insert(at, 'revived', new Y.ContentString(tokenFiller.repeat(count)))
      from = to
    }
  }

  /**
   * Ends a block at a gap (Enter). At the end of a block a new one of its kind begins behind it.
   * @returns the markers of the two blocks.
   */
  splitBlock(gap: Gap): { first: ItemId; second: ItemId } {
    const { block, isAtStart, isAtEnd } = this.#findGap(gap.left)
    const marker = block.marker ?? this.#endText()
    if (isAtEnd) {
      const second = this.#insertMarker(marker, 'front', block)
      return { first: marker, second }
    }
    const slot = this.#slotFor(gap)
    const first = this.#insertMarker(slot.left, isAtStart ? 'front' : 'back', block)
    return { first, second: marker }
  }

  /** Begins a block of the same kind behind another one, whatever others have written at its end meanwhile. */
  appendBlock(marker: ItemId): ItemId {
    const block = this.reading.blocks.find((textBlock) => isSameId(textBlock.marker, marker))
    return this.#insertMarker(marker, 'front', block ?? { kind: 'paragraph', level: 0 })
  }

  /** Joins a block to the one before it: the letters of both, the kind of the first unless that is empty. */
  joinBlocks(first: ItemId, second: ItemId): void {
    const { blocks } = this.reading
    const block = blocks.find((textBlock) => isSameId(textBlock.marker, first))
    if (!block) return
    const isEmpty = block.runs.every((run) => run.text === '')
    this.delete({ ...first, length: 1 })
    if (!isEmpty) this.setKind(second, block.kind, block.level)
  }

  /** Makes a block a paragraph (level 0) or a sub-item of a level. */
  setKind(marker: ItemId, kind: TextBlock['kind'], level: TextBlock['level']): void {
    this.#setValue(marker, 'k', kind === 'sub-item' ? 's' : 'p')
    if (kind === 'sub-item') this.#setValue(marker, 'l', level === 2 ? 2 : 1)
    this.#setValue(marker, 'gone', 0)
  }

  /** Removes a whole block: its letters as they are seen now; what somebody types in it meanwhile stays, as a block. */
  removeBlock(marker: ItemId): void {
    this.removeBlocks([marker])
  }

  /** The same for many, which are looked up in one reading. The last block of a text stays. */
  removeBlocks(markers: readonly ItemId[]): void {
    const { blocks } = this.reading
    const byMarker = new Map(blocks.flatMap((block) => (block.marker ? [[idKey(block.marker), block]] : [])))
    let left = blocks.length
    for (const marker of markers) {
      const block = byMarker.get(idKey(marker))
      if (!block) continue
      for (const run of block.runs) if (run.text !== '') this.delete({ ...run, length: run.text.length })
      if (left > 1) this.#setValue(marker, 'gone', 1)
      left -= 1
    }
  }

  /** Hides a block unless it has letters. The only block of a text stays. */
  markRemoved(marker: ItemId): void {
    if (this.reading.blocks.length > 1) this.#setValue(marker, 'gone', 1)
  }

  /** Sets a value of a marker, where it is another one. */
  #setValue(marker: ItemId, key: 'k' | 'l' | 'gone', value: string | number): void {
    const item = findItem(this.doc, marker)
    if (!item || !(item.content instanceof Y.ContentType) || !(item.content.type instanceof Y.Map)) return
    const map = item.content.type as Y.Map<unknown>
    const held = map._map.get(key)?.content.getContent().at(-1) ?? (key === 'gone' ? 0 : undefined)
    const isDefault = held === undefined && (value === 'p' || value === 1)
    if (held === value || isDefault) return
    this.restoreValue(marker, key, value)
  }

  /** Sets a value of a marker whatever it is now. */
  restoreValue(marker: ItemId, key: string, value: unknown): void {
    const item = findItem(this.doc, marker)
    if (!item || !(item.content instanceof Y.ContentType) || !(item.content.type instanceof Y.Map)) return
    this.#reading = undefined
    // A map writes under the document's own client id.
    const own = this.doc.clientID
    this.doc.clientID = clientOf(this.base, 'back')
    ;(item.content.type as Y.Map<unknown>).set(key, value)
    this.doc.clientID = own
  }

  /** Sets or clears one emphasis on all letters from the first to the last of them. */
  setEmphasis(first: ItemId, last: ItemId, emphasis: Emphasis, on: boolean): void {
    const bit = emphasisBit[emphasis]
    const isSet = () => this.#lettersBetween(first, last).every((run) => ((run.emphasis & bit) !== 0) === on)
    if (isSet()) return
    // What this session set there before is replaced, not covered.
    for (const mark of this.#ownMarksBetween(first, last, emphasis)) {
      this.delete({ ...mark.opening, length: 1 })
      this.delete({ ...mark.closing, length: 1 })
    }
    if (!isSet()) this.#addEmphasis(first, last, emphasis, on)
  }

  /** The same for stretches of letters that are known to be set otherwise; none of them overlap. */
  coverLetters(stretches: readonly { first: ItemId; last: ItemId; emphasis: Emphasis; on: boolean }[]): void {
    if (stretches.length === 0) return
    const rank = this.#nextRank()
    for (const { first, last, emphasis, on } of stretches)
      this.#enclose({ e: emphasis, on: on ? 1 : 0, n: rank }, this.#beforeItem(first), last)
  }

  #nextRank(): number {
    return this.reading.emphases.reduce((highest, { rank }) => Math.max(highest, rank), 0) + 1
  }

  #addEmphasis(first: ItemId, last: ItemId, emphasis: Emphasis, on: boolean): void {
    this.coverLetters([{ first, last, emphasis, on }])
  }

  /**
   * Puts brackets around all from the first to the last letter; brackets that lie within are taken in whole.
   * @returns the bracket's id.
   */
  putBracket(first: ItemId, last: ItemId, facts: Omit<BracketOpening, 'o'>): string {
    const [start, end] = [this.#bracketsOf(first), this.#bracketsOf(last)]
    const common = start.filter((bracket, index) => end[index] === bracket)
    const before = this.#slots({ before: first })
    const behind = this.#slots({ behind: last })
    const isAround = (slot: Slot) => slot.brackets.join() === common.join()
    const from = before.findLast(isAround) ?? before.at(-1)
    const to = behind.find(isAround) ?? behind[0]
    return this.#enclose({ o: 1, ...facts }, from?.left, to?.left ?? last)
  }

  /** Lifts a bracket; the words in it stay. */
  liftBracket(id: string): void {
    const mark = this.reading.brackets.get(id)
    if (!mark) return
    this.delete({ ...mark.opening, length: 1 })
    this.delete({ ...mark.closing, length: 1 })
  }

  #enclose(opening: Embed, before: ItemId | undefined, last: ItemId): string {
    const at = this.#insert(before, 'back', new Y.ContentEmbed(opening))
    this.#insert(last, 'back', new Y.ContentEmbed({ c: [at.client, at.clock] } satisfies Embed))
    return idKey(at)
  }

  /**
   * Inserts one item right behind another, for texts that are written from their beginning to their end.
   * @param base who writes it, where that is not the session itself.
   * @returns its last unit.
   */
  append(left: ItemId | undefined, item: AppendedItem, base: number = this.base): Range {
    if ('text' in item) {
      const id = this.#insert(left, 'letters', new Y.ContentString(item.text), base)
      return { ...id, length: item.text.length }
    }
    if ('embed' in item)
      return { ...this.#insert(left, 'back', new Y.ContentEmbed(item.embed), base), length: 1 }
    const isBehindMarker = !left || findItem(this.doc, left)?.content instanceof Y.ContentType
    const idClass = isBehindMarker ? 'front' : 'back'
    return { ...this.#insertMarker(left, idClass, item, base), length: 1 }
  }

  /** The same for letters that keep their first author and origin, as in `insertMoved`. */
  appendMoved(left: ItemId | undefined, source: Origin, text: string): Range {
    const at = this.#insert(left, 'moved', new Y.ContentEmbed(claimOf(source, text.length)))
    return { ...this.#insert(at, 'moved', new Y.ContentString(text)), length: text.length }
  }

  /** Gives the letters behind the last marker their end. */
  #endText(): ItemId {
    let last: Y.Item | null = this.#text._start
    while (last?.right) last = last.right
    return this.#insertMarker(last?.lastId, 'back', { kind: 'paragraph', level: 0 })
  }

  #insertMarker(
    left: ItemId | undefined,
    idClass: IdClass,
    block: Pick<TextBlock, 'kind' | 'level'>,
    base: number = this.base,
  ): ItemId {
    const id = this.#insert(left, idClass, new Y.ContentType(new Y.Map<unknown>()), base)
    if (block.kind === 'sub-item') this.setKind(id, block.kind, block.level)
    return id
  }

  /** Inserts one item right behind another, living or deleted. */
  #insert(
    left: ItemId | undefined,
    idClass: IdClass,
    content: Y.Item['content'],
    base: number = this.base,
  ): ItemId {
    this.#reading = undefined
    if (idClass === 'revived') this.#life = undefined
    const { store } = this.doc
    const client = clientOf(base, idClass)
    const leftItem = left
      ? Y.getItemCleanEnd(this.#transaction, store, Y.createID(left.client, left.clock))
      : null
    const right = leftItem ? leftItem.right : this.#text._start
    const id = Y.createID(client, Y.getState(store, client))
    const item = new Y.Item(
      id,
      leftItem,
      leftItem ? leftItem.lastId : null,
      right,
      right ? right.id : null,
      this.#text,
      null,
      content,
    )
    item.integrate(this.#transaction, 0)
    return { client, clock: id.clock }
  }

  #beforeItem(first: ItemId): ItemId | undefined {
    const item = findItem(this.doc, first)
    if (!item) return undefined
    if (first.clock > item.id.clock) return { client: first.client, clock: first.clock - 1 }
    return item.left?.lastId
  }

  /** The place in a gap where letters of this setting go; the leftmost where no place has it. */
  #slotFor(gap: Gap): Slot {
    const slots = this.#slots({ behind: gap.left })
    const [first = { left: gap.left, brackets: [], emphasis: 0 }] = slots
    const { brackets, emphasis } = gap
    if (brackets === undefined && emphasis === undefined) return first
    const fits = (slot: Slot) => brackets === undefined || slot.brackets.join() === brackets.join()
    const isSet = (slot: Slot) => emphasis === undefined || slot.emphasis === emphasis
    return slots.find((slot) => fits(slot) && isSet(slot)) ?? slots.find(fits) ?? first
  }

  /**
   * The places between two units: directly behind the left one, and behind each mark up to the right one. At the
   * beginning of a block, what a removed block left there is passed over.
   */
  #slots(at: { behind: ItemId | undefined } | { before: ItemId }): Slot[] {
    const { life, marks } = this.reading
    const target = 'behind' in at ? at.behind : at.before
    let stack: readonly string[] = []
    const covering = new Set<EmphasisMark>()
    const slotAt = (left: ItemId | undefined): Slot => ({
      left,
      brackets: stack,
      emphasis: sumOfEmphasis(covering),
    })
    let slots = [slotAt(undefined)]
    let isFound = 'behind' in at && target === undefined
    let isBehindMarker = isFound
    const passMark = (key: string) => {
      const role = marks.get(key)
      if (!role) return false
      const mark = 'opens' in role ? role.opens : role.closes
      if (isBracketMark(mark))
        stack = 'opens' in role ? [...stack, mark.id] : stack.filter((value) => value !== mark.id)
      else if ('opens' in role) covering.add(mark)
      else covering.delete(mark)
      return true
    }
    for (let item = this.#text._start; item; item = item.right) {
      const { client, clock } = item.id
      const holdsTarget =
        target !== undefined &&
        target.client === client &&
        target.clock >= clock &&
        target.clock < clock + item.length
      if (classOf(client) === 'revived') {
        if (holdsTarget) isFound = true
        continue
      }
      const isText = item.content instanceof Y.ContentString
      const living = isText ? this.#livingOffsets(item, life) : []
      const isMarker = item.content instanceof Y.ContentType && life.isAlive(client, clock)
      if (holdsTarget && 'before' in at) {
        const [firstLiving] = living.filter((offset) => clock + offset < target.clock)
        if (firstLiving === undefined) return slots
        return [slotAt({ client, clock: target.clock - 1 })]
      }
      if (holdsTarget) {
        isFound = true
        isBehindMarker = isMarker
        slots = [slotAt(target)]
        // A living letter follows in the same item: there is no mark in between.
        if (living.some((offset) => clock + offset > target.clock)) return slots
        continue
      }
      if (living.length > 0) {
        if (isFound) return slots
        slots = [slotAt(item.lastId)]
      } else if (isMarker) {
        if (isFound && !(isBehindMarker && isHiddenMarker(this.reading, { client, clock }))) return slots
        slots = [slotAt({ client, clock })]
      } else if (item.content instanceof Y.ContentEmbed && life.isAlive(client, clock)) {
        if (passMark(idKey(item.id))) slots.push(slotAt({ client, clock }))
      }
    }
    return slots
  }

  #livingOffsets(item: Y.Item, life: Reading['life']): number[] {
    const { client, clock } = item.id
    if (!item.deleted) return item.length > 1 ? [0, item.length - 1] : [0]
    if (!life.hasTokens(client)) return []
    return Array.from({ length: item.length }, (_, offset) => offset).filter((offset) =>
      life.isAlive(client, clock + offset),
    )
  }

  /** The block around a gap, and whether the gap is at one of its ends. */
  #findGap(left: ItemId | undefined): { block: TextBlock; isAtStart: boolean; isAtEnd: boolean } {
    const { blocks } = this.reading
    const last = blocks.at(-1)
    if (!last) throw new Error('A text has no block.')
    const hasLetters = (block: TextBlock) => block.runs.some((run) => run.text !== '')
    const atStart = (block: TextBlock) => ({ block, isAtStart: true, isAtEnd: !hasLetters(block) })
    if (!left) return atStart(blocks[0] ?? last)
    const ending = blocks.findIndex((block) => isSameId(block.marker, left))
    if (ending >= 0) return atStart(blocks[ending + 1] ?? last)
    const place = livingAt(this.doc, this.reading, left)
    if (!place) return atStart(blocks[0] ?? last)
    if (!isSameId(place, left)) return this.#findGap(place)
    const block = blocks.find((textBlock) => textBlock.runs.some((run) => holds(run, left))) ?? last
    const end = block.runs.findLast((run) => run.text !== '')
    const isAtEnd =
      end !== undefined && end.client === left.client && end.clock + end.text.length - 1 === left.clock
    return { block, isAtStart: false, isAtEnd }
  }

  #bracketsOf(id: ItemId): readonly string[] {
    for (const block of this.reading.blocks)
      for (const run of block.runs) if (holds(run, id)) return run.brackets
    return []
  }

  #lettersBetween(first: ItemId, last: ItemId) {
    const runs = this.reading.blocks.flatMap((block) => block.runs).filter((run) => run.text !== '')
    const from = runs.findIndex((run) => holds(run, first))
    const to = runs.findIndex((run) => holds(run, last))
    return from < 0 || to < from ? [] : runs.slice(from, to + 1)
  }

  #ownMarksBetween(first: ItemId, last: ItemId, emphasis: Emphasis): EmphasisMark[] {
    const candidates = this.reading.emphases.filter(
      (mark) => mark.emphasis === emphasis && baseOf(mark.opening.client) === this.base,
    )
    if (candidates.length === 0) return []
    const inside = new Set<string>()
    const before = this.#slots({ before: first }).map((slot) => slot.left && idKey(slot.left))
    for (const key of before) if (key !== undefined) inside.add(key)
    let isInside = false
    let isBehind = false
    for (let item = this.#text._start; item; item = item.right) {
      if (isWithin(item, first)) isInside = true
      if (item.content instanceof Y.ContentString && isBehind && !item.deleted) break
      if (isInside && item.content instanceof Y.ContentEmbed) inside.add(idKey(item.id))
      if (isWithin(item, last)) isBehind = true
    }
    return candidates.filter((mark) => inside.has(idKey(mark.opening)) && inside.has(idKey(mark.closing)))
  }
}

const claimOf = (source: Origin, length: number): MoveClaim => ({
  m: [source.client, source.clock],
  n: length,
  ...(source.document !== undefined && { d: source.document }),
})

const isWithin = (item: Y.Item, id: ItemId) =>
  item.id.client === id.client && id.clock >= item.id.clock && id.clock < item.id.clock + item.length

const holds = (run: { client: number; clock: number; text: string }, id: ItemId): boolean =>
  run.client === id.client && id.clock >= run.clock && id.clock < run.clock + run.text.length
