import type { Origin } from './life'
import { livingAt, type TextBlock } from './reading'
import { isSameId, emphases, emphasisBit, type BracketOpening, type Emphasis, type ItemId } from './shape'
import type { AppendedItem, Gap, TextEdit } from './writing'

/** Letters that come from a clipboard; with where they were written, they keep their author. */
export type InsertedRun = {
  text: string
  emphasis: number
  origin?: Origin | undefined
  /** Brackets around them, the outermost first, by names that are this clipboard's own. */
  brackets?: readonly string[]
}

export type InsertedBlock = Pick<TextBlock, 'kind' | 'level'> & { runs: readonly InsertedRun[] }

/**
 * Writes blocks into a gap. The first goes on in the block of the gap, what is behind the gap goes on in the last. A
 * block of which nothing was there before takes the kind of what is inserted.
 * @param openings what the brackets say that are put around inserted letters.
 * @returns the last inserted unit; undefined where there is none.
 */
export function insertBlocks(
  edit: TextEdit,
  gap: Gap,
  blocks: readonly InsertedBlock[],
  openings: ReadonlyMap<string, Omit<BracketOpening, 'o'>> = new Map(),
): ItemId | undefined {
  const around = blockAround(edit, gap.left)
  const slot = edit.slotFor(gap)
  const rank = 1 + edit.reading.emphases.reduce((highest, mark) => Math.max(highest, mark.rank), 0)
  let left = slot.left
  let last: ItemId | undefined
  const open = new Map<string, ItemId>()
  const write = (item: AppendedItem, origin?: Origin) => {
    const range =
      origin && 'text' in item ? edit.appendMoved(left, origin, item.text) : edit.append(left, item)
    left = { client: range.client, clock: range.clock + range.length - 1 }
    return range
  }
  const close = (key: string) => {
    const opening = open.get(key)
    if (opening) write({ embed: { c: [opening.client, opening.clock] } })
    open.delete(key)
  }
  const isOpen = (key: string) => open.has(key)
  let isFirst = true
  blocks.forEach((block, index) => {
    for (const run of block.runs) {
      if (run.text === '') continue
      for (const key of [...open.keys()].reverse()) if (!isWanted(key, run, slot.emphasis)) close(key)
      for (const id of run.brackets ?? []) {
        const facts = openings.get(id)
        if (facts && !isOpen(`[${id}`)) open.set(`[${id}`, write({ embed: { o: 1, ...facts } }))
      }
      for (const emphasis of emphases) {
        const bit = emphasisBit[emphasis]
        if ((run.emphasis & bit) === (slot.emphasis & bit) || isOpen(emphasis)) continue
        const on = (run.emphasis & bit) !== 0 ? 1 : 0
        open.set(emphasis, write({ embed: { e: emphasis, on, n: rank } }))
      }
      write({ text: run.text }, run.origin)
      last = left
    }
    if (index === blocks.length - 1) return
    for (const key of [...open.keys()].reverse()) if (!key.startsWith('[')) close(key)
    const isNew = !isFirst || around.isEmptyBefore
    isFirst = false
    write(isNew ? block : around.block)
    last = left
  })
  for (const key of [...open.keys()].reverse()) close(key)
  const final = blocks.at(-1)
  const takesKind = around.isEmptyBehind && (blocks.length > 1 || around.isEmptyBefore)
  if (final && takesKind && around.block.marker) edit.setKind(around.block.marker, final.kind, final.level)
  return last
}

function isWanted(key: string, run: InsertedRun, emphasisAround: number): boolean {
  if (key.startsWith('[')) return run.brackets?.includes(key.slice(1)) ?? false
  const bit = emphasisBit[key as Emphasis]
  return (run.emphasis & bit) !== (emphasisAround & bit)
}

/** The block that a gap is in, and whether it has letters on either side of the gap. */
function blockAround(
  edit: TextEdit,
  behind: ItemId | undefined,
): { block: TextBlock; isEmptyBefore: boolean; isEmptyBehind: boolean } {
  const { blocks } = edit.reading
  const left = behind && livingAt(edit.doc, edit.reading, behind)
  const holdsLeft = (block: TextBlock) =>
    left !== undefined &&
    block.runs.some(
      (run) =>
        run.client === left.client && left.clock >= run.clock && left.clock < run.clock + run.text.length,
    )
  const ended = left ? blocks.findIndex((block) => isSameId(block.marker, left)) : -1
  const block = blocks.find(holdsLeft) ?? blocks[ended + 1] ?? blocks.at(-1)
  if (!block) throw new Error('A text has no block.')
  const letters = block.runs.filter((run) => run.text !== '')
  const end = letters.at(-1)
  const isAtEnd =
    end === undefined ||
    (left !== undefined && end.client === left.client && end.clock + end.text.length - 1 === left.clock)
  return { block, isEmptyBefore: !holdsLeft(block), isEmptyBehind: isAtEnd }
}
