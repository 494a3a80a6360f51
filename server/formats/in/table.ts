import { readLines, type Line } from '#domain/imports/read-lines'
import { emptyRow, withMark, type ParsedRow, type RowDoubt, type RowRemark } from '#domain/imports/parsed-row'
import { splitNames, type IsKnown } from '#domain/imports/proposers'
import { decidedContent, type ChangeDecision, type TrackedChange } from '#domain/imports/tracked-text'
import { recommendationKinds, type RecommendationKind } from '#domain/negotiation/recommendations'
import { isLanguage, type Language } from '#domain/languages'
import { splitTerms } from '#domain/imports/terms'
import { cleanLine } from '#domain/text/characters'
import { fold } from '#domain/text/folding'
import { checkGiven, findColumns, uniqueNames } from './columns'
import { guessColumns, isHeaderless } from './guess-columns'
import { columnKeys, type Columns, type FileNote, type ReadOptions } from '#domain/imports/import-file'
import type { ReadContext, TableFacts } from './parsed-file'
import { UnreadableFile } from './unreadable-file'

/** What is in one cell; a Word file has more than text in it. */
export type Cell = {
  text: string
  lines?: Line[]
  notes?: string[]
  remarks?: RowRemark[]
  doubts?: RowDoubt[]
}

export type TableRow = {
  line: number
  cells: Cell[]
  doubts: RowDoubt[]
  /** As the file has it. */
  raw?: string
  changes?: TrackedChange[]
  /** What becomes of the changes at first. */
  decision?: ChangeDecision
  /** What is said beside the cells of texts. */
  notes?: string[]
  /** The number that the file itself gives the row. */
  label?: string
}

export const plainCell = (text: string): Cell => ({ text })

/** Titles above the names of the columns are looked through this far. */
const farthestHeader = 20
/** A cell beside the text is not longer, or the table was understood wrongly. */
const longestCell = 5_000
/** So much is kept of a row as the file has it. */
const longestRaw = 4_000
/** What is shown of a table whose columns must be chosen. */
const sampleRows = 5

/** A table with its header found: what is above it, and what is below. */
export type Layout = { header: string[]; columns: Columns; above: TableRow[]; below: TableRow[] }

/**
 * Finds the header of a table and which of its columns is what.
 * @throws UnreadableFile where no column has the texts, with the table for somebody to choose one.
 */
export function layOut(
  rows: readonly TableRow[],
  options: ReadOptions,
  { isKnown }: Pick<ReadContext, 'isKnown'>,
): Layout {
  const at = headerIndex(rows, options.columns)
  const header = uniqueNames(trimmed(rows[at]?.cells ?? []).map(({ text }) => text))
  const columns = findColumns(header, options.columns, options.language)
  const first = rows[at]?.cells.map(({ text }) => text) ?? []
  if (columns.text === undefined && (isHeaderless(first) || isNumbered(options.columns))) {
    const found = withoutHeader(rows, options, isKnown)
    if (found) return found
  }
  checkGiven(columns, options.columns)
  const below = rows.slice(at + 1)
  if (columns.text === undefined) {
    const sample = below.slice(0, sampleRows).map(({ cells }) => cells.map(({ text }) => text.slice(0, 200)))
    throw new UnreadableFile('no-text-column', { columnNames: header, sample })
  }
  return { header, columns, above: rows.slice(0, at), below }
}

/** Columns without names were chosen by their numbers. */
const isNumbered = (given: Columns = {}) => Object.values(given).some((name) => /^\(\d+\)$/u.test(name))

/** A table whose first row is one of its rows. */
function withoutHeader(
  rows: readonly TableRow[],
  options: ReadOptions,
  isKnown: IsKnown,
): Layout | undefined {
  const width = Math.max(0, ...rows.slice(0, 200).map(({ cells }) => trimmed(cells).length))
  const header = uniqueNames(Array.from({ length: width }, () => ''))
  const texts = rows.slice(0, 200).map(({ cells }) => cells.map(({ text }) => text))
  const columns = { ...guessColumns(header, texts, isKnown), ...findColumns(header, options.columns) }
  return columns.text === undefined ? undefined : { header, columns, above: [], below: [...rows] }
}

export const trimmed = (cells: readonly Cell[]): readonly Cell[] =>
  cells.slice(0, cells.findLastIndex(({ text }) => text.trim() !== '') + 1)

/** The lines above a header, for people to see. */
export const titlesOf = (above: readonly TableRow[]): FileNote[] =>
  above
    .map(({ cells }) =>
      cells
        .map(({ text }) => text.trim())
        .filter((text) => text !== '')
        .join(' '),
    )
    .filter((text) => text !== '')
    .map((detail) => ({ code: 'above-header', detail }))

/** Names of columns may go over so many rows. */
const headerRows = 3

/**
 * The first row that names the texts, else the first row. Where the rows right below it name more columns, as below a
 * title that goes over several of them, it is the one that names most.
 * @param given columns that were chosen, by name.
 */
export function headerIndex(rows: readonly TableRow[], given: Columns | undefined): number {
  const named = (row: TableRow): number => {
    const { cells } = row
    const filled = cells.filter(({ text }) => text.trim() !== '').length
    if (filled < 2 && cells.length > 1) return 0
    const columns = findColumns(uniqueNames(cells.map(({ text }) => text)), given)
    return columns.text === undefined ? 0 : Object.keys(columns).length
  }
  const first = rows.slice(0, farthestHeader).findIndex((row) => named(row) > 0)
  return first < 0 ? 0 : first + fullest(rows.slice(first, first + headerRows).map(named))
}

/** The place of the largest number, the first of equal ones. */
export const fullest = (counts: readonly number[]): number =>
  counts.reduce((best, count, at) => (count > (counts[best] ?? 0) ? at : best), 0)

/** The rows below a header as what they say. */
export function readTableRows(
  header: readonly string[],
  rows: readonly TableRow[],
  columns: Columns,
  options: ReadOptions,
  context: ReadContext,
): ParsedRow[] {
  const places = placesOf(header, columns)
  const twins = twinsOf(header, columns, options.columns)
  return rows
    .filter(({ cells }) => cells.some(({ text }) => text.trim() !== ''))
    .map((row) => readRow(row, places, twins, context))
}

type Places = Partial<Record<keyof Columns, number>>

const placesOf = (header: readonly string[], columns: Columns): Places =>
  Object.fromEntries(Object.entries(columns).map(([key, name]) => [key, header.indexOf(name)]))

/** Columns that have the same name as a chosen one: what is in them may be meant as well. */
function twinsOf(header: readonly string[], columns: Columns, chosen: Columns = {}): number[][] {
  const bare = header.map((name) => name.replace(/ \(\d+\)$/u, ''))
  return Object.entries(columns).flatMap(([key, name]) => {
    const at = header.indexOf(name)
    // Somebody who chose between the two has seen both.
    if (chosen[key as keyof Columns] !== undefined || at < 0) return []
    const same = bare.flatMap((other, index) => (index !== at && other === bare[at] ? [index] : []))
    return same.length > 0 ? [same] : []
  })
}

function readRow(row: TableRow, places: Places, twins: readonly number[][], context: ReadContext): ParsedRow {
  const cell = (key: keyof Columns): Cell | undefined => {
    const place = places[key]
    return place === undefined ? undefined : row.cells[place]
  }
  const words = (key: keyof Columns) => (cell(key)?.text ?? '').slice(0, longestCell)
  const line = (key: keyof Columns) => cleanLine(words(key)).trim()
  const text = cell('text') ?? plainCell('')
  const changes = row.changes ?? []
  const read = readLines(text.lines ?? [{ pieces: [{ text: text.text, format: 0 }] }], changes)
  const language = languageOf(line('language'))
  const kind = kindOf(line('kind'))
  const [label, topic] = [line('label') || (row.label ?? ''), line('topic')]
  let doubts = [...row.doubts, ...read.doubts, ...(text.doubts ?? [])]
  if (twins.some((same) => same.some((at) => (row.cells[at]?.text ?? '').trim() !== ''))) {
    doubts = withMark(doubts, 'same-name-columns')
  }
  const { decision = 'accept' } = row
  const tracked = { blocks: read.blocks, changes, decisions: changes.map(() => decision) }
  if (columnKeys.some((key) => key !== 'text' && (cell(key)?.text ?? '').length > longestCell)) {
    doubts = withMark(doubts, 'shown-in-part')
  }
  return {
    ...emptyRow(row.line),
    content: changes.length > 0 ? decidedContent(tracked) : read.content,
    isEntry: true,
    ...(label !== '' && { label }),
    ...(topic !== '' && { topic }),
    ...(kind && { kind }),
    ...(language && { language }),
    proposers: splitNames(words('proposer'), context.isKnown).map(cleanLine),
    tags: [...splitTerms(words('tags')), ...splitTerms(words('mandates'))],
    notes: [...(text.notes ?? []), ...(row.notes ?? [])],
    doubts: [...new Set(doubts)],
    remarks: [...new Set([...read.remarks, ...(text.remarks ?? [])])],
    ...(row.raw !== undefined && { raw: row.raw.slice(0, longestRaw) }),
    ...(changes.length > 0 && { tracked }),
  }
}

/** `en`, `EN-GB`, `English` … */
function languageOf(name: string): Language | undefined {
  const code = fold(name).slice(0, 2)
  return isLanguage(code) ? code : undefined
}

const conclusions = /^(conclu|вывод|заключ|استنتاج|结论)/u

function kindOf(name: string): RecommendationKind | undefined {
  const folded = fold(name)
  if (folded === '') return undefined
  return conclusions.test(folded) ? 'conclusion' : recommendationKinds.find((kind) => kind === folded)
}

/** The columns with something in them that are not read: nothing is left out of a file without a word. */
export function unreadColumns(
  header: readonly string[],
  rows: readonly TableRow[],
  columns: Columns,
): FileNote[] {
  const read = new Set(Object.values(columns))
  return unreadNote(
    header.filter((name, at) => !read.has(name) && rows.some(({ cells }) => isFilled(cells[at]))),
  )
}

const isFilled = (cell: Cell | undefined): boolean => cell !== undefined && cell.text.trim() !== ''

export const unreadNote = (names: readonly string[]): FileNote[] =>
  names.length === 0
    ? []
    : [{ code: 'unread-columns', count: names.length, detail: names.join('; ').slice(0, 1_000) }]

/** The facts of a table for its preview. */
export const tableFacts = (
  columnNames: readonly string[],
  columns: Columns,
  more: Omit<TableFacts, 'columns' | 'columnNames'> = {},
): TableFacts => ({ columnNames: [...columnNames], columns, ...more })
