import type { LetterRun } from '../reading'
import { emphasisBit, type Emphasis, type ItemId } from '../shape'
import type { TextEdit } from '../writing'
import { foreignBracketIn, type BracketGuard, type ForeignBracket } from './bracket-guard'
import { lengthOf } from './places'
import type { ShownBlock } from './shown-blocks'
import { piecesBetween, piecesOf, type Piece } from './spine'
import type { CaretAfter, Selected } from './text-binding'

/** What is selected, as blocks and the letters in them. */
export type Region = {
  blocks: ShownBlock[]
  /** The block before them. */
  before: ShownBlock | undefined
  /** Where it begins in the first block, and ends in the last. */
  start: number
  end: number
  pieces: Piece[]
}

export function regionOf(shown: readonly ShownBlock[], { from, to }: Selected): Region | undefined {
  const first = shown.findIndex((block) => block.node === from.block)
  const last = shown.findIndex((block) => block.node === to.block)
  if (first < 0 || last < first) return undefined
  const blocks = shown.slice(first, last + 1)
  const behind = blocks.slice(0, -1).reduce((sum, block) => sum + lengthOf(block) + 1, 0)
  const pieces = [...piecesBetween(piecesOf(blocks), from.index, behind + to.index)]
  return { blocks, before: shown[first - 1], start: from.index, end: to.index, pieces }
}

/** The first and the last letter of a region; undefined where it has none. */
export function lettersAtEnds({ pieces }: Region): { first: ItemId; last: ItemId } | undefined {
  const [first, last] = [pieces[0], pieces.at(-1)]
  if (!first || !last) return undefined
  return {
    first: { client: first.client, clock: first.clock },
    last: { client: last.client, clock: last.clock + last.length - 1 },
  }
}

/** A region without the spaces at its ends. */
export function withoutSpaces(region: Region, textAt: (piece: Piece) => string): Region {
  const pieces = region.pieces.map((piece) => ({ piece, text: textAt(piece) }))
  const trimmed = pieces.flatMap(({ piece, text }, index): Piece[] => {
    const isFirst = pieces.slice(0, index).every((candidate) => candidate.text.trim() === '')
    const isLast = pieces.slice(index + 1).every((candidate) => candidate.text.trim() === '')
    const lead = isFirst ? text.length - text.trimStart().length : 0
    const rest = isLast ? text.trimEnd().length : text.length
    const length = rest - lead
    return length > 0 ? [{ ...piece, clock: piece.clock + lead, at: piece.at + lead, length }] : []
  })
  return { ...region, pieces: trimmed }
}

/**
 * Deletes what is selected. Blocks that are selected as a whole are removed, two halves are joined. Brackets around
 * which the selection goes are lifted with their words.
 * @param writtenIn brackets that the same edit writes words into.
 * @returns where the caret goes, or the bracket because of which nothing was done.
 */
export function deleteRegion(
  edit: TextEdit,
  region: Region,
  { from, to }: Selected,
  guard: BracketGuard,
  writtenIn: ReadonlySet<string> = new Set(),
): { caret: CaretAfter } | { foreign: ForeignBracket } {
  const { blocks, start, end, pieces } = region
  const { reading } = edit
  const foreign = foreignBracketIn(reading, { deleted: pieces, writtenIn }, guard)
  if (foreign) return { foreign }
  const emptied = [...reading.brackets.keys()].filter(
    (id) => !from.brackets.includes(id) && !to.brackets.includes(id),
  )
  const inside = new Set(blocks.flatMap((block) => block.runs.flatMap((run) => run.brackets)))
  for (const piece of pieces) edit.delete(piece)
  for (const id of emptied) if (inside.has(id) && isEmpty(edit, id)) edit.liftBracket(id)
  const [first, last] = [blocks[0], blocks.at(-1)]
  if (first && last && first !== last) {
    const isFromStart = start === 0 && end === 0
    const isToEnd = start === lengthOf(first) && end === lengthOf(last) && start > 0
    if (isFromStart || isToEnd) {
      for (const block of isFromStart ? blocks.slice(0, -1) : blocks.slice(1))
        if (block.marker) edit.markRemoved(block.marker)
    } else {
      for (const block of blocks.slice(0, -1)) if (block.marker) edit.delete({ ...block.marker, length: 1 })
      if (last.marker) edit.setKind(last.marker, first.kind, first.level)
    }
  }
  return { caret: { behind: from.left, brackets: from.brackets } }
}

const isEmpty = (edit: TextEdit, id: string): boolean =>
  edit.reading.blocks.every((block) =>
    block.runs.every((run) => run.text === '' || !run.brackets.includes(id)),
  )

/** The run that holds the letters of a piece. */
export const runAt = ({ blocks }: Region, piece: Piece | undefined): LetterRun | undefined =>
  piece &&
  blocks
    .flatMap((block) => block.runs)
    .find(
      (run) =>
        run.client === piece.client && piece.clock >= run.clock && piece.clock < run.clock + run.text.length,
    )

/** Whether all letters of a region have an emphasis. */
export const hasEmphasis = (region: Region, emphasis: Emphasis): boolean =>
  region.pieces.every((piece) => ((runAt(region, piece)?.emphasis ?? 0) & emphasisBit[emphasis]) !== 0)

/** The text of a piece of a region. */
export const textIn =
  (region: Region) =>
  (piece: Piece): string => {
    const run = runAt(region, piece)
    return run ? run.text.slice(piece.clock - run.clock, piece.clock - run.clock + piece.length) : ''
  }
