import * as Y from 'yjs'
import { findItem, readLife, type Life } from './life'
import {
  baseOf,
  classOf,
  emphasisBit,
  idKey,
  isSameId,
  parseEmbed,
  textOf,
  type BracketOpening,
  type Embed,
  type Emphasis,
  type ItemId,
  type MarkerKey,
} from './shape'

/** Letters in a row: consecutive clocks of one client id, set the same way and in the same brackets. */
export type LetterRun = ItemId & {
  /** Empty only where it shows a bracket without letters. */
  text: string
  /** Sum of `emphasisBit`. */
  emphasis: number
  /** Ids of the brackets around it, the outermost first. */
  brackets: readonly string[]
}

/** A paragraph or a sub-item; `level` is 0 for a paragraph. */
export type TextBlock = {
  kind: 'paragraph' | 'sub-item'
  level: 0 | 1 | 2
  /** What ends the block; undefined where letters stand behind the last marker. */
  marker: ItemId | undefined
  /** The block was removed; it shows because somebody wrote in it meanwhile. */
  removed: boolean
  runs: LetterRun[]
}

/** A bracket in normal form. Its id is that of the item that opens it, so no second opening can take it over. */
export type BracketMark = {
  id: string
  opening: ItemId
  closing: ItemId
  facts: BracketOpening
}

/** Emphasis that counts: where it begins and ends, and how it ranks. */
export type EmphasisMark = { opening: ItemId; closing: ItemId; emphasis: Emphasis; on: boolean; rank: number }

/** A text in normal form: it depends on the document alone, not on the order in which edits arrived. */
export type Reading = {
  blocks: TextBlock[]
  brackets: ReadonlyMap<string, BracketMark>
  emphases: readonly EmphasisMark[]
  /** What a living mark opens or closes, by the key of its item; marks without a partner are left out. */
  marks: ReadonlyMap<string, MarkRole>
  life: Life
}

export type MarkRole = { opens: BracketMark | EmphasisMark } | { closes: BracketMark | EmphasisMark }

export const isBracketMark = (mark: BracketMark | EmphasisMark): mark is BracketMark => 'facts' in mark

/**
 * Reads a document. A mark counts from its opening to its last closing behind it that the same session wrote; without
 * one of them it is none. A removed block shows only if it has letters. There is always a block.
 */
export function readText(doc: Y.Doc): Reading {
  const life = readLife(doc)
  const { marks, brackets, emphases } = pairMarks(doc, life)
  const blocks: TextBlock[] = []
  let runs: LetterRun[] = []
  let stack: readonly string[] = []
  const withLetters = new Set<string>()
  const covering = new Set<EmphasisMark>()
  let emphasis = 0
  let lastRemoved: TextBlock | undefined
  const addLetters = (client: number, clock: number, text: string) => {
    for (const bracket of stack) withLetters.add(bracket)
    pushRun(runs, client, clock, text, emphasis, stack)
  }
  for (let item = textOf(doc)._start; item; item = item.right) {
    const { client, clock } = item.id
    const { content } = item
    if (content instanceof Y.ContentString) {
      if (classOf(client) === 'revived') continue
      if (!item.deleted) addLetters(client, clock, content.str)
      else if (life.hasTokens(client)) addRevived(client, clock, content.str, life, addLetters)
    } else if (content instanceof Y.ContentType) {
      if (!(content.type instanceof Y.Map) || isDead(item, life)) continue
      const block = { ...blockOf(item, content.type), marker: { client, clock }, runs }
      if (!block.removed || runs.length > 0) blocks.push(block)
      else lastRemoved = block
      runs = []
    } else if (marks.size > 0 && content instanceof Y.ContentEmbed && !isDead(item, life)) {
      const role = marks.get(idKey(item.id))
      if (!role) continue
      if ('opens' in role) {
        if (isBracketMark(role.opens)) stack = [...stack, role.opens.id]
        else covering.add(role.opens)
      } else if (isBracketMark(role.closes)) {
        const { id } = role.closes
        if (!withLetters.has(id)) {
          runs.push({ client, clock, text: '', emphasis: 0, brackets: stack })
          for (const bracket of stack) withLetters.add(bracket)
        }
        stack = stack.filter((value) => value !== id)
      } else covering.delete(role.closes)
      emphasis = sumOfEmphasis(covering)
    }
  }
  if (runs.length > 0) blocks.push({ ...plainBlock, marker: undefined, runs })
  if (blocks.length === 0) blocks.push(lastRemoved ?? { ...plainBlock, marker: undefined, runs: [] })
  return { blocks, brackets, emphases, marks, life }
}

const plainBlock = { kind: 'paragraph', level: 0, removed: false } as const

const isDead = (item: Y.Item, life: Life): boolean =>
  item.deleted && life.tokensOf(item.id.client, item.id.clock).length === 0

function pushRun(
  runs: LetterRun[],
  client: number,
  clock: number,
  text: string,
  emphasis: number,
  brackets: readonly string[],
): void {
  const last = runs.at(-1)
  const goesOn =
    last !== undefined &&
    last.text !== '' &&
    last.client === client &&
    last.clock + last.text.length === clock &&
    last.emphasis === emphasis &&
    last.brackets === brackets
  if (goesOn) last.text += text
  else runs.push({ client, clock, text, emphasis, brackets })
}

function addRevived(
  client: number,
  clock: number,
  text: string,
  life: Life,
  add: (client: number, clock: number, text: string) => void,
): void {
  let from = 0
  while (from < text.length) {
    let to = from
    while (to < text.length && life.tokensOf(client, clock + to).length > 0) to += 1
    if (to > from) add(client, clock + from, text.slice(from, to))
    from = Math.max(to, from + 1)
  }
}

/** A marker that lives again is deleted for Yjs, and so are its values: the last of each counts all the same. */
function blockOf(item: Y.Item, map: Y.Map<unknown>): Pick<TextBlock, 'kind' | 'level' | 'removed'> {
  const isSubItem = markerValue(item, map, 'k') === 's'
  const level = markerValue(item, map, 'l') === 2 ? 2 : 1
  return {
    kind: isSubItem ? 'sub-item' : 'paragraph',
    level: isSubItem ? level : 0,
    removed: markerValue(item, map, 'gone') === 1,
  }
}

function markerValue(marker: Y.Item, map: Y.Map<unknown>, key: MarkerKey): unknown {
  const item = map._map.get(key)
  if (!item || (item.deleted && !marker.deleted)) return undefined
  return item.content.getContent().at(-1)
}

type Marks = Pick<Reading, 'marks' | 'brackets' | 'emphases'>

function pairMarks(doc: Y.Doc, life: Life): Marks {
  const openings = new Map<string, { id: ItemId; embed: Embed }>()
  const closings = new Map<string, ItemId>()
  for (let item = textOf(doc)._start; item; item = item.right) {
    if (!(item.content instanceof Y.ContentEmbed) || isDead(item, life)) continue
    const { client, clock } = item.id
    const embed = parseEmbed(item.content.embed)
    if (!embed || classOf(client) === 'revived') continue
    if ('o' in embed || 'e' in embed) openings.set(idKey({ client, clock }), { id: { client, clock }, embed })
    else if ('c' in embed) {
      const [opener, openedAt] = embed.c
      const key = idKey({ client: opener, clock: openedAt })
      if (openings.has(key) && baseOf(client) === baseOf(opener)) closings.set(key, { client, clock })
    }
  }
  const marks = new Map<string, MarkRole>()
  const brackets = new Map<string, BracketMark>()
  const emphases: EmphasisMark[] = []
  for (const [key, { id: opening, embed }] of openings) {
    const closing = closings.get(key)
    if (!closing) continue
    if ('o' in embed) {
      const mark = { id: key, opening, closing, facts: embed }
      brackets.set(key, mark)
      marks.set(key, { opens: mark }).set(idKey(closing), { closes: mark })
    } else if ('e' in embed) {
      const mark = { opening, closing, emphasis: embed.e, on: embed.on === 1, rank: embed.n }
      emphases.push(mark)
      marks.set(key, { opens: mark }).set(idKey(closing), { closes: mark })
    }
  }
  return { marks, brackets, emphases }
}

/** Of the marks that cover a letter, the one of the highest rank counts, for each kind of emphasis by itself. */
export function sumOfEmphasis(covering: ReadonlySet<EmphasisMark>): number {
  const top = new Map<Emphasis, EmphasisMark>()
  for (const mark of covering) {
    const highest = top.get(mark.emphasis)
    if (!highest || outranks(mark, highest)) top.set(mark.emphasis, mark)
  }
  let sum = 0
  for (const { emphasis, on } of top.values()) if (on) sum |= emphasisBit[emphasis]
  return sum
}

function outranks(mark: EmphasisMark, other: EmphasisMark): boolean {
  if (mark.rank !== other.rank) return mark.rank > other.rank
  const [one, two] = [mark.opening, other.opening]
  return one.client === two.client ? one.clock > two.clock : one.client > two.client
}

/** The plain letters of a block. */
export const blockText = (block: TextBlock): string => block.runs.map((run) => run.text).join('')

/** Whether an id names something that stands in the text now. */
export const isLiving = (doc: Y.Doc, reading: Reading, id: ItemId): boolean =>
  findItem(doc, id) !== undefined && reading.life.isAlive(id.client, id.clock)

/** Whether a marker ends a block that is not shown: it was removed, and has no letters. */
export const isHiddenMarker = (reading: Reading, marker: ItemId): boolean =>
  !reading.blocks.some((block) => isSameId(block.marker, marker))

/** The nearest living letter or visible marker that is not to the right of a unit, which may be deleted. */
export function livingAt(doc: Y.Doc, reading: Reading, id: ItemId): ItemId | undefined {
  let item: Y.Item | null | undefined = findItem(doc, id)
  let from = id.clock
  while (item) {
    const { client, clock } = item.id
    const isMarker = item.content instanceof Y.ContentType
    if (classOf(client) !== 'revived' && (isMarker || item.content instanceof Y.ContentString)) {
      for (let at = from; at >= clock; at -= 1) {
        const isShown = reading.life.isAlive(client, at)
        if (isShown && !(isMarker && isHiddenMarker(reading, { client, clock: at })))
          return { client, clock: at }
      }
    }
    item = item.left
    from = item ? item.id.clock + item.length - 1 : 0
  }
  return undefined
}
