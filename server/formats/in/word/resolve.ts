import { isPresent, type ChangeDecision } from '#domain/imports/tracked-text'
import type { WordBlock, WordCell, WordParagraph, WordPiece, WordRow, WordTable } from './blocks'
import { isThere } from './changes'

/** A paragraph as it is there after the structural changes, or one that they took away. */
export type ResolvedParagraph = WordParagraph & { isRemoved: boolean }
export type ResolvedCell = { blocks: ResolvedBlock[]; span: number; continues: boolean }
export type ResolvedRow = { cells: ResolvedCell[]; position: number; isHeader: boolean; isRemoved: boolean }
export type ResolvedTable = { type: 'table'; rows: ResolvedRow[] }
export type ResolvedBlock = ResolvedParagraph | ResolvedTable

/**
 * Applies the tracked changes of structure: the ends of paragraphs, rows and cells. What they take away whole is kept
 * as removed, so that it can be shown and taken back; changes inside a paragraph stay with its pieces.
 */
export function resolveBlocks(blocks: readonly WordBlock[], decision: ChangeDecision): ResolvedBlock[] {
  const resolved: ResolvedBlock[] = []
  let carried: WordParagraph | undefined
  const flush = () => {
    if (carried) resolved.push({ ...carried, isRemoved: false })
    carried = undefined
  }
  for (const given of blocks) {
    const block = given.type === 'table' ? given : withChangedEnd(given)
    if (block.type === 'table') {
      flush()
      resolved.push(resolveTable(block, decision))
      continue
    }
    const isGone =
      !hasPresentText(block.pieces, decision) && block.pieces.some(({ text }) => text.trim() !== '')
    if (!isThere(block.mark, decision)) {
      if (isGone) resolved.push({ ...block, isRemoved: true })
      else carried = joinParagraphs(carried, block)
      continue
    }
    if (isGone && !carried) {
      resolved.push({ ...block, isRemoved: true })
      continue
    }
    resolved.push({ ...joinParagraphs(carried, block), isRemoved: false })
    carried = undefined
  }
  flush()
  return resolved
}

/** A paragraph whose end was changed by itself shows that change; where its words came or went with it, they show it. */
function withChangedEnd(block: WordParagraph): WordParagraph {
  const { inserted, deleted } = block.mark
  if (inserted === undefined && deleted === undefined) return block
  const isChangedAlone = block.pieces.some(
    (piece) =>
      piece.text.trim() !== '' &&
      (inserted === undefined || piece.inserted === undefined) &&
      (deleted === undefined || piece.deleted === undefined),
  )
  if (!isChangedAlone) return block
  return { ...block, pieces: [...block.pieces, { ...block.mark, text: '', format: 0, isBreak: true }] }
}

const hasPresentText = (pieces: readonly WordPiece[], decision: ChangeDecision) =>
  pieces.some((piece) => piece.text.trim() !== '' && isPresent(piece, () => decision))

/** The paragraph whose end is there gives the joined one its look, unless nothing is in it. */
function joinParagraphs(first: WordParagraph | undefined, second: WordParagraph): WordParagraph {
  if (!first) return second
  const look = second.pieces.some(({ text }) => text.trim() !== '') ? second : first
  return {
    ...look,
    position: first.position,
    pieces: [...first.pieces, ...second.pieces],
    mark: second.mark,
    marks: new Set([...first.marks, ...second.marks, 'tracked-changes' as const]),
  }
}

function resolveTable(table: WordTable, decision: ChangeDecision): ResolvedTable {
  return { type: 'table', rows: table.rows.map((row) => resolveRow(row, decision)) }
}

function resolveRow({ cells, tracked, position, isHeader }: WordRow, decision: ChangeDecision): ResolvedRow {
  const isRemoved = !isThere(tracked, decision)
  return {
    cells: cells
      .filter((cell) => isRemoved || isThere(cell.tracked, decision))
      .map(({ blocks, span, continues }: WordCell) => ({
        blocks: isRemoved ? asRemoved(blocks) : resolveBlocks(blocks, decision),
        span,
        continues,
      })),
    position,
    isHeader,
    isRemoved,
  }
}

const asRemoved = (blocks: readonly WordBlock[]): ResolvedBlock[] =>
  blocks.map((block) =>
    block.type === 'table'
      ? {
          type: 'table',
          rows: block.rows.map(({ cells, position, isHeader }) => ({
            cells: cells.map((cell) => ({ ...cell, blocks: asRemoved(cell.blocks) })),
            position,
            isHeader,
            isRemoved: true,
          })),
        }
      : { ...block, isRemoved: true },
  )

/** All words that are there, a line for each paragraph; tables cell by cell. */
export function linesThere(blocks: readonly ResolvedBlock[], decision: ChangeDecision): string[] {
  return blocks.flatMap((block): string[] => {
    if (block.type === 'table') {
      return block.rows
        .filter(({ isRemoved }) => !isRemoved)
        .flatMap(({ cells }) => cells.flatMap((cell) => linesThere(cell.blocks, decision)))
    }
    return block.isRemoved ? [] : [presentText(block.pieces, decision)]
  })
}

export const presentText = (pieces: readonly WordPiece[], decision: ChangeDecision): string =>
  pieces
    .filter((piece) => isPresent(piece, () => decision))
    .map(({ text }) => text)
    .join('')
