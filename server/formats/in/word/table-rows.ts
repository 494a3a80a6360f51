import type { ParsedRow } from '#domain/imports/parsed-row'
import { emptyRow } from '#domain/imports/parsed-row'
import { readPlainLines } from '#domain/imports/read-lines'
import { cleanLine } from '#domain/text/characters'
import { checkGiven, findColumns, uniqueNames } from '#server/formats/in/columns'
import type { OpenWord } from './open-word'
import { guessColumns } from '#server/formats/in/guess-columns'
import type { Columns, FileNote, ReadOptions } from '#domain/imports/import-file'
import type { ReadContext, TableFacts } from '#server/formats/in/parsed-file'
import { readTypedNumber } from '#server/formats/in/typed-number'
import {
  fullest,
  readTableRows,
  tableFacts,
  unreadNote,
  type Cell,
  type TableRow,
} from '#server/formats/in/table'
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
  const found = rows.slice(0, 4).map((row) => {
    const header = uniqueNames(gridOf(row.cells).map((cell) => cellWords(cell, word)))
    return { header, columns: findColumns(header, options.columns, options.language) }
  })
  const above = fullest(
    found.map(({ columns }) => (columns.text === undefined ? 0 : Object.keys(columns).length)),
  )
  const { header, columns } = found[above] ?? { header: [], columns: {} }
  // A table of one row has a header and nothing else.
  if (columns.text === undefined || rows.length < above + 2) return undefined
  checkGiven(columns, options.columns)
  return { facts: tableFacts(header, columns), columns, header, above: above + 1 }
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

/** The columns with words in them that are not read, of all tables. */
export function unreadIn(word: OpenWord, tables: ReadonlyMap<ResolvedBlock, WordTableFacts>): FileNote[] {
  const unread = new Set<string>()
  for (const [table, { columns, header, above }] of tables) {
    if (table.type !== 'table') continue
    const read = new Set<string>(Object.values(columns))
    for (const row of table.rows.filter(({ isRemoved }) => !isRemoved).slice(above)) {
      for (const [at, cell] of gridOf(row.cells).entries()) {
        const name = header[at]
        if (name !== undefined && !read.has(name) && cellWords(cell, word) !== '') unread.add(name)
      }
    }
  }
  return unreadNote([...unread])
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
  let previous: Cell[] = []
  for (const row of table.rows) {
    if (!row.isRemoved && skipped < above) {
      skipped += 1
      continue
    }
    const view = row.isRemoved ? asBefore(word) : word
    const grid = gridOf(row.isRemoved ? row.cells.map(brought) : row.cells)
    const words = grid.map((cell) => cellWords(cell, view))
    const filled = words.filter((text) => text !== '')
    if (row.cells.length === 1 && header.length > 1 && filled[0] !== undefined) {
      heading = cleanLine(filled[0])
        .replace(/^[^:]{1,20}:\s*/u, '')
        .trim()
      rows.push({ ...emptyRow(row.position), content: readPlainLines(filled[0]).content, outside: 'heading' })
      continue
    }
    const tableRow = rowOf(grid, row.position, columns, header, previous, view)
    if (!row.isRemoved) previous = tableRow.cells
    const read = readTableRows(header, [tableRow], columns, options, context)
    rows.push(
      ...read.map((parsedRow) => ({
        ...withTypedLabel(parsedRow),
        ...(parsedRow.topic === undefined && heading !== undefined && { topic: heading }),
        ...(row.isRemoved && { outside: 'removed-by-change' as const }),
      })),
    )
  }
  return rows
}

/** What was taken out is shown as it would be if it came back. */
const asBefore = (word: OpenWord): OpenWord => ({
  ...word,
  changes: { ...word.changes, decision: word.changes.decision === 'accept' ? 'reject' : 'accept' },
})

const brought = (cell: ResolvedCell): ResolvedCell => ({
  ...cell,
  blocks: cell.blocks.flatMap(paragraphsIn).map((paragraph) => ({ ...paragraph, isRemoved: false })),
})

function rowOf(
  grid: readonly (ResolvedCell | undefined)[],
  line: number,
  columns: Columns,
  header: readonly string[],
  previous: readonly Cell[],
  word: OpenWord,
): TableRow {
  const isBeyond = grid.slice(header.length).some((cell) => cellWords(cell, word) !== '')
  let changes: TableRow['changes']
  let ownLabel: string | undefined
  const notes: string[] = []
  const cells = header.map((name, at): Cell => {
    const cell = grid[at]
    // A cell that goes on from the row above says the same again.
    if (cell?.continues) return previous[at] ?? { text: '' }
    if (!cell) return { text: '' }
    if (name !== columns.text) {
      const beside = textOf(
        paragraphsOf(cell).map((paragraph) => ({ paragraph })),
        word,
      )
      notes.push(...beside.notes)
      const words = cellWords(cell, word)
      return { text: name === columns.label && words === '' ? numberOf(cell, word) : words }
    }
    const { paragraphs, label } = leveled(cell, word)
    if (columns.label === undefined) ownLabel = label
    const text = textOf(paragraphs, word)
    changes = text.changes
    return { text: cellWords(cell, word), ...text }
  })
  const raw = grid.map((cell) => cellWords(cell, word)).join(' | ')
  return {
    line,
    cells,
    doubts: isBeyond ? ['more-cells'] : [],
    raw,
    notes,
    decision: word.changes.decision,
    ...(ownLabel !== undefined && { label: ownLabel }),
    ...(changes && { changes }),
  }
}

const paragraphsOf = (cell: ResolvedCell): ResolvedParagraph[] =>
  cell.blocks.flatMap(paragraphsIn).filter(({ isRemoved }) => !isRemoved)

/** The number that a list gives a cell without words. */
function numberOf(cell: ResolvedCell, word: OpenWord): string {
  const { place } = paragraphsOf(cell)[0] ?? {}
  return place ? word.numbering.next(place).text.replace(/[.:]$/u, '') : ''
}

/** The paragraphs of a cell; those of a list are sub-items, and a number before the only one is its label. */
function leveled(
  cell: ResolvedCell,
  word: OpenWord,
): { paragraphs: LeveledParagraph[]; label: string | undefined } {
  const all = paragraphsOf(cell)
  const listed = all.filter(({ place }) => place !== undefined).length
  let label: string | undefined
  const paragraphs = all.map((paragraph, index): LeveledParagraph => {
    if (!paragraph.place) return { paragraph }
    const { text, kind } = word.numbering.next(paragraph.place)
    if (kind === 'none') return { paragraph }
    if (listed === 1 && index === 0) {
      label = text.replace(/[.:]$/u, '') || undefined
      return { paragraph }
    }
    return { paragraph, level: paragraph.place.level > 0 ? 2 : 1 }
  })
  return { paragraphs, label }
}

/** A cell that is as wide as several columns is the first of them. */
const gridOf = (cells: readonly ResolvedCell[]): (ResolvedCell | undefined)[] =>
  cells.flatMap((cell) => [cell, ...Array.from({ length: cell.span - 1 }, () => undefined)])

/** `115.3 Ratify …`: the number that a list has given is its label and no part of the text. */
function withTypedLabel(row: ParsedRow): ParsedRow {
  const [first, ...rest] = row.content.blocks
  const [run] = first?.children ?? []
  const found = run?.type === 'text' ? readTypedNumber(run.text) : undefined
  // One number alone may be the first word of a sentence: `2030 – the year by which States should …`.
  if (row.label !== undefined || !first || run?.type !== 'text' || !found?.label.includes('.')) return row
  const length = run.text.length - found.rest.length
  const children = [{ ...run, text: found.rest }, ...first.children.slice(1)]
  const { tracked } = row
  const [head, ...others] = tracked?.blocks ?? []
  return {
    ...row,
    label: found.label,
    content: { blocks: [{ ...first, children }, ...rest] },
    ...(tracked &&
      head && {
        tracked: {
          ...tracked,
          blocks: [{ ...head, pieces: withoutStart(head.pieces, length) }, ...others],
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
