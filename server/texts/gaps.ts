import * as Y from 'yjs'
import type { Place } from '#domain/negotiation/merging'
import { findItem } from '#editor/life'
import { isBracketMark, type Reading } from '#editor/reading'
import { baseOf, classOf, idKey, isSameId, parseEmbed, textOf, type ItemId } from '#editor/shape'
import { physicalLefts, type DocumentToken } from './document-words'
import { orderOf } from './item-order'

/** A place between two items of a document, and which token it is before. */
export type Gap = Place & { left: ItemId | undefined }

/** Where in a document words go that an amendment puts at a place of its base. */
export type Gaps = {
  /**
   * @param left the item of the base behind which the words come; it may be deleted by now.
   * @param of whose words they are.
   * @param token the token before which they come where the document never had that item.
   */
  find: (left: ItemId | undefined, of: Coming, token: number) => Gap
}

export type Coming = {
  amendment: string
  /**
   * Words that replace others stay in the brackets that are around those; the beginning of a bracket is before what is
   * to its right, and its end behind what is to its left, or behind what replaces that.
   */
  side: 'left' | 'between' | 'right' | 'end'
  /** Whether the base has an item. */
  isOfBase: (item: ItemId) => boolean
}

/**
 * The words of several amendments that come at one place are always in the same order, in whatever order they are
 * accepted; words that somebody typed there meanwhile are to their left, and brackets around words that are replaced
 * are around what replaces them.
 * @param amendmentOf the amendment whose words a base id writes, in this document.
 */
export function openGaps(
  doc: Y.Doc,
  reading: Reading,
  current: readonly DocumentToken[],
  amendmentOf: (base: number) => string | undefined,
): Gaps {
  const order = orderOf(doc)
  const lefts = physicalLefts(current)
  const ordinals = lefts.map((left) => order.ordinalOf(left))
  const { life } = reading

  /** Whose unit it is: a letter of an amendment, somebody's letter, a mark, the end of a block, or nothing visible. */
  const kindOf = (
    unit: ItemId,
  ): { kind: 'letter' | 'opening' | 'closing' | 'marker' | 'hidden'; amendment?: string } => {
    const item = findItem(doc, unit)
    if (!item || classOf(unit.client) === 'revived') return { kind: 'hidden' }
    const amendment = amendmentOf(baseOf(unit.client))
    const whose = amendment === undefined ? {} : { amendment }
    if (item.content instanceof Y.ContentType)
      return { kind: life.isAlive(unit.client, unit.clock) ? 'marker' : 'hidden', ...whose }
    if (item.content instanceof Y.ContentEmbed) {
      const embed = parseEmbed(item.content.embed)
      if (embed && ('v' in embed || 'm' in embed)) return { kind: 'hidden' }
      const role = reading.marks.get(idKey(unit))
      if (!role || !life.isAlive(unit.client, unit.clock)) return { kind: 'hidden' }
      if (!isBracketMark('opens' in role ? role.opens : role.closes)) return { kind: 'hidden' }
      return { kind: 'opens' in role ? 'opening' : 'closing' }
    }
    return { kind: 'letter', ...whose }
  }

  const find = (start: ItemId | undefined, { amendment, side, isOfBase }: Coming, token: number): Gap => {
    if (start && !findItem(doc, start)) return placeAt(lefts[token])
    const units = unitsBehind(doc, start, isOfBase)
    if (side === 'right') return placeAt(units.at(-1) ?? start)
    const isGone = start !== undefined && !life.isAlive(start.client, start.clock)
    if (side === 'end' && !isGone) return placeAt(start)
    let at = side !== 'between' ? 0 : behindClosings(units.map((unit) => kindOf(unit).kind))
    const isSkipped = (unit: ItemId, what: 'others' | 'earlier' | 'all'): boolean => {
      const { kind, amendment: other } = kindOf(unit)
      if (kind === 'hidden') return true
      if (kind !== 'letter' && !(kind === 'marker' && what === 'earlier')) return false
      if (what === 'all') return true
      return what === 'others' ? other === undefined : other !== undefined && other < amendment
    }
    const skip = (what: 'others' | 'earlier' | 'all') => {
      for (let unit = units[at]; unit && isSkipped(unit, what); unit = units[at]) at += 1
    }
    if (side === 'end') skip('all')
    else {
      skip('others')
      skip('earlier')
    }
    return placeAt(at === 0 ? start : units[at - 1])
  }

  /** The token before which a place is; a bracket that a block's end cuts is not left at its cut. */
  const indexAt = (ordinal: number): number => {
    const nearest = ordinals[countUpTo(ordinals, ordinal) - 1] ?? -1
    let index = countUpTo(ordinals, nearest - 1)
    while (current[index]?.kind === 'open' && ordinals[index + 1] === nearest) index += 1
    return index
  }

  /** A place within a word is moved to where the word begins. */
  const placeAt = (left: ItemId | undefined): Gap => {
    const ordinal = order.ordinalOf(left)
    const index = indexAt(ordinal)
    const token = current[index]
    const item = token?.kind === 'word' ? token.pieces[0] : undefined
    const first = item?.origin && { client: item.origin.client, clock: item.origin.clock + item.offset }
    if (first && order.ordinalOf(first) <= ordinal && !isSameId(lefts[index + 1], left)) {
      const before = order.before(first)
      return { left: before, at: index, rank: order.ordinalOf(before) }
    }
    return { left, at: index, rank: ordinal }
  }

  return { find }
}

/** How many of the closing marks, and what is to their left, words that are only inserted come behind. */
function behindClosings(kinds: readonly string[]): number {
  const stop = kinds.findIndex((kind) => kind === 'opening' || kind === 'marker')
  const before = stop < 0 ? kinds : kinds.slice(0, stop)
  return before.lastIndexOf('closing') + 1
}

/** The units behind an item up to the next one that the base has. */
function unitsBehind(doc: Y.Doc, start: ItemId | undefined, isOfBase: (item: ItemId) => boolean): ItemId[] {
  const units: ItemId[] = []
  let item: Y.Item | null | undefined = start ? findItem(doc, start) : textOf(doc)._start
  let clock = start ? start.clock + 1 : (item?.id.clock ?? 0)
  while (item) {
    const { client, clock: first } = item.id
    for (; clock < first + item.length; clock += 1) {
      if (isOfBase({ client, clock })) return units
      units.push({ client, clock })
    }
    item = item.right
    clock = item?.id.clock ?? 0
  }
  return units
}

/** How many of the numbers, which rise, are not above a limit. */
function countUpTo(numbers: readonly number[], limit: number): number {
  let [low, high] = [0, numbers.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] ?? 0) <= limit) low = middle + 1
    else high = middle
  }
  return low
}
