import type { ParsedRow } from '#domain/imports/parsed-row'
import { emptyRow } from '#domain/imports/parsed-row'
import { readPlainLines } from '#domain/imports/read-lines'
import { cleanLine } from '#domain/text/characters'
import { checkGiven, findColumns, uniqueNames } from '#server/formats/in/columns'
import type { OpenWord } from './open-word'
import { guessColumns } from '#server/formats/in/guess-columns'
import type { Columns, ReadOptions } from '#domain/imports/import-file'
import type { ReadContext, TableFacts } from '#server/formats/in/parsed-file'
import { readTableRows, tableFacts, type Cell, type TableRow } from '#server/formats/in/table'
import { textOf, type LeveledParagraph } from './lines'
import { withoutStart } from './paragraph-rows'
import {
  presentText,
  type ResolvedBlock,
  type ResolvedCell,
  type ResolvedParagraph,
  type ResolvedTable,
} from './resolve'

/** A table that has a text in each row, and which of its columns is what. */
export type WordTableFacts = { facts: TableFacts; columns: Columns; header: string[]; above: number }

/** Which tables have texts: by the names of their columns, like the one before them, or by what is in them. */
export function wordTables(
  word: OpenWord,
  options: ReadOptions,
  context: ReadContext,
): Map<ResolvedBlock, WordTableFacts> {
  const found = new Map<ResolvedBlock, WordTableFacts>()
  const tables = word.blocks.filter((block): block is ResolvedTable => block.type === 'table')
  let before: WordTableFacts | undefined
  for (const table of tables) {
    const facts = namedTable(table, word, options) ?? continued(table, before)
    if (!facts) continue
    found.set(table, facts)
    before = facts
  }
  if (found.size === 0) {
    for (const table of tables) {
      const facts = namelessTable(table, word, context)
      if (facts) found.set(table, facts)
    }
  }
  if (found.size === 0) checkGiven({}, options.columns)
  return found
}

function namedTable(table: ResolvedTable, word: OpenWord, options: ReadOptions): WordTableFacts | undefined {
  const rows = table.rows.filter(({ isRemoved }) => !isRemoved)
  for (const [above, row] of rows.slice(0, 4).entries()) {
    const header = uniqueNames(gridOf(row.cells).map((cell) => cellWords(cell, word)))
    const columns = findColumns(header, options.columns, options.language)
    // A table of one row has a header and nothing else.
    if (columns.text === undefined || rows.length < above + 2) continue
    checkGiven(columns, options.columns)
    return { facts: tableFacts(header, columns), columns, header, above: above + 1 }
  }
  return undefined
}

const continued = (table: ResolvedTable, before: WordTableFacts | undefined): WordTableFacts | undefined =>
  before && widthOf(table) === before.header.length ? { ...before, above: 0 } : undefined

const widthOf = (table: ResolvedTable) => Math.max(0, ...table.rows.map(({ cells }) => gridOf(cells).length))

function namelessTable(
  table: ResolvedTable,
  word: OpenWord,
  { isKnown }: ReadContext,
): WordTableFacts | undefined {
  const header = uniqueNames(Array.from({ length: widthOf(table) }, () => ''))
  const cells = table.rows.map((row) => gridOf(row.cells).map((cell) => cellWords(cell, word)))
  const columns = guessColumns(header, cells, isKnown)
  return columns.text === undefined
    ? undefined
    : { facts: tableFacts(header, columns), columns, header, above: 0 }
}

/** The rows of a table of texts, in their order; a row of one cell is a heading for those below it. */
export function readWordTable(
  table: ResolvedTable,
  { columns, header, above }: WordTableFacts,
  word: OpenWord,
  topic: string | undefined,
  options: ReadOptions,
  context: ReadContext,
): ParsedRow[] {
  const rows: ParsedRow[] = []
  let [skipped, heading] = [0, topic]
  let previous: string[] = []
  for (const row of table.rows) {
    if (!row.isRemoved && skipped < above) {
      skipped += 1
      continue
    }
    const grid = gridOf(row.cells)
    const words = grid.map((cell) => cellWords(cell, word))
    const filled = words.filter((text) => text !== '')
    if (row.cells.length === 1 && header.length > 1 && filled[0] !== undefined) {
      heading = cleanLine(filled[0])
        .replace(/^[^:]{1,20}:\s*/u, '')
        .trim()
      rows.push({ ...emptyRow(row.position), content: readPlainLines(filled[0]).content, outside: 'heading' })
      continue
    }
    const tableRow = rowOf(grid, row.position, columns, header, previous, word)
    previous = tableRow.cells.map(({ text }) => text)
    const read = readTableRows(header, [tableRow], columns, options, context)
    rows.push(
      ...read.map((one) => ({
        ...withTypedLabel(one),
        ...(one.topic === undefined && heading !== undefined && { topic: heading }),
        ...(row.isRemoved && { outside: 'removed-by-change' as const }),
      })),
    )
  }
  return rows
}

function rowOf(
  grid: readonly (ResolvedCell | undefined)[],
  line: number,
  columns: Columns,
  header: readonly string[],
  previous: readonly string[],
  word: OpenWord,
): TableRow {
  const isBeyond = grid.slice(header.length).some((cell) => cellWords(cell, word) !== '')
  let changes: TableRow['changes']
  const cells = header.map((name, at): Cell => {
    const cell = grid[at]
    // A cell that goes on from the row above says the same again.
    if (cell?.continues && name !== columns.text) return { text: previous[at] ?? '' }
    if (name !== columns.text || !cell) return { text: cellWords(cell, word) }
    const text = textOf(leveled(cell.blocks, word), word)
    changes = text.changes
    return { text: cellWords(cell, word), ...text }
  })
  const raw = grid.map((cell) => cellWords(cell, word)).join(' | ')
  return { line, cells, doubts: isBeyond ? ['more-cells'] : [], raw, ...(changes && { changes }) }
}

/** The paragraphs of a cell; those of a list are sub-items of the first. */
function leveled(blocks: readonly ResolvedBlock[], word: OpenWord): LeveledParagraph[] {
  const paragraphs = blocks.flatMap(paragraphsIn).filter(({ isRemoved }) => !isRemoved)
  return paragraphs.map((paragraph, index) => {
    if (!paragraph.place) return { paragraph }
    const label = word.numbering.next(paragraph.place)
    return index > 0 && label.kind !== 'none'
      ? { paragraph, level: paragraph.place.level > 0 ? 2 : 1 }
      : { paragraph }
  })
}

/** A cell that is as wide as several columns is the first of them. */
const gridOf = (cells: readonly ResolvedCell[]): (ResolvedCell | undefined)[] =>
  cells.flatMap((cell) => [cell, ...Array.from({ length: cell.span - 1 }, () => undefined)])

const numberedText = /^(\d{1,4}(?:\.\d{1,4})+)\.?\s+(?=\S)/u

/** `115.3 Ratify …`: the number that a list has given is its label and no part of the text. */
function withTypedLabel(row: ParsedRow): ParsedRow {
  const [first, ...rest] = row.content.blocks
  const [run] = first?.children ?? []
  const found = run?.type === 'text' ? numberedText.exec(run.text) : null
  if (row.label !== undefined || !first || run?.type !== 'text' || !found?.[1]) return row
  const children = [{ ...run, text: run.text.slice(found[0].length) }, ...first.children.slice(1)]
  const { tracked } = row
  const [head, ...others] = tracked?.blocks ?? []
  return {
    ...row,
    label: found[1],
    content: { blocks: [{ ...first, children }, ...rest] },
    ...(tracked &&
      head && {
        tracked: {
          ...tracked,
          blocks: [{ ...head, pieces: withoutStart(head.pieces, found[0].length) }, ...others],
        },
      }),
  }
}

/** The paragraphs of a table that has no texts in columns, cell by cell. */
export function paragraphsIn(block: ResolvedBlock): ResolvedParagraph[] {
  if (block.type === 'paragraph') return [block]
  return block.rows.flatMap(({ cells }) => cells.flatMap((cell) => cell.blocks.flatMap(paragraphsIn)))
}

/** The words of a cell, a line for each paragraph. */
export const cellWords = (cell: ResolvedCell | undefined, word: OpenWord): string =>
  (cell?.blocks ?? [])
    .flatMap(paragraphsIn)
    .filter(({ isRemoved }) => !isRemoved)
    .map(({ pieces }) => presentText(pieces, word.changes.decision).trim())
    .filter((text) => text !== '')
    .join('\n')
