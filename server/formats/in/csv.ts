import papaparse from 'papaparse'
import type { RowDoubt } from '#domain/imports/parsed-row'
import { decodeText } from './decode'
import { findDelimiter } from './dialect'
import type { FileNote, ReadOptions } from '#domain/imports/import-file'
import type { ParsedFile, ReadContext } from './parsed-file'
import { layOut, plainCell, readTableRows, tableFacts, titlesOf, unreadColumns, type TableRow } from './table'
import { UnreadableFile } from './unreadable-file'

/** A file whose quotes are broken more often than that is read in the wrong way altogether. */
const mostBroken = 200

type Record = { start: number; end: number; cells: string[]; isBroken: boolean }

/** Values parted by commas, semicolons, tabs or bars, with the names of their columns somewhere at the top. @throws UnreadableFile */
export function readCsv(bytes: Uint8Array, options: ReadOptions, context: ReadContext): ParsedFile {
  const decoded = decodeText(bytes, options.encoding)
  const { text, delimiter, offset } = findDelimiter(decoded.text, options.columns)
  const lineAt = lineCounter(text, offset)
  const rows: TableRow[] = []
  for (const record of recordsOf(text, delimiter)) {
    if (record.cells.every((cell) => cell.trim() === '')) continue
    rows.push({
      line: lineAt(record.start),
      cells: record.cells.map((cell) => plainCell(unguarded(cell))),
      doubts: record.isBroken || hasSwallowedRows(record.cells, delimiter) ? ['broken-quote'] : [],
      raw: text.slice(record.start, record.end).replace(/\n$/u, ''),
    })
    if (rows.length > context.limits.rows) throw new UnreadableFile('too-many-rows')
    if (rows.length % 1_000 === 0) context.onProgress((record.end / text.length) * 0.5)
  }
  const { header, columns, above, below } = layOut(rows, options, context)
  if (below.length === 0) throw new UnreadableFile('nothing')
  return {
    format: 'csv',
    encoding: decoded.encoding,
    table: tableFacts(header, columns, { delimiter }),
    notes: [
      ...(decoded.wasGuessed
        ? [{ code: 'encoding-guessed', detail: decoded.encoding } satisfies FileNote]
        : []),
      ...titlesOf(above),
      ...unreadColumns(header, below, columns),
    ],
    rows: readTableRows(
      header,
      below.map((row) => fitted(row, header.length)),
      columns,
      options,
      context,
    ),
  }
}

/** A cell that a spreadsheet would take for a formula is exported with an apostrophe before it. */
const unguarded = (cell: string): string => cell.replace(/^'(?=[=+\-@\t\r])/u, '')

/** Marks a row that has not as many cells as there are columns; what is beyond them and empty says nothing. */
function fitted(row: TableRow, width: number): TableRow {
  const surplus = row.cells.slice(width)
  const doubts: RowDoubt[] = [...row.doubts]
  if (surplus.some(({ text }) => text.trim() !== '')) doubts.push('more-cells')
  else if (row.cells.length < width && row.cells.some(({ text }) => text.trim() !== ''))
    doubts.push('fewer-cells')
  return { ...row, doubts }
}

/** A cell of several lines, each of which has as many separators as a row: a quote was opened and never closed. */
function hasSwallowedRows(cells: readonly string[], delimiter: string): boolean {
  return cells.some((cell) => {
    const lines = cell.split('\n')
    if (lines.length < 3) return false
    const counts = lines.slice(1, -1).map((line) => line.split(delimiter).length)
    return counts.every((count) => count > 1 && count === counts[0]) && counts[0] === cells.length
  })
}

/** So much of a text is parsed at a time: a broken quote is looked for in that part, and not to the end of the file. */
const windowLength = 500_000
/** How much longer the part becomes when a quote is still open at its end. */
const windowGrowth = 8

/**
 * The records of a text. Where quotes are broken, only the line in which they are is read without them, and reading goes
 * on behind it.
 * @throws UnreadableFile where that happens too often.
 */
function* recordsOf(text: string, delimiter: string): Generator<Record> {
  let from = 0
  let broken = 0
  let length = windowLength
  while (from < text.length) {
    const newline = text.indexOf('\n', from + length)
    const until = newline < 0 ? text.length : newline + 1
    const { records, failure } = parsePart(text.slice(from, until), from, delimiter)
    yield* records
    if (!failure) {
      from = until
      length = windowLength
      continue
    }
    if (failure.isOpen && until < text.length) {
      // The quote may be closed further on.
      if (failure.at === from) length *= windowGrowth
      from = failure.at
      continue
    }
    broken += 1
    if (broken > mostBroken) throw new UnreadableFile('too-many-broken-rows')
    const end = text.indexOf('\n', failure.at)
    const line = text.slice(failure.at, end < 0 ? undefined : end)
    yield { start: failure.at, end: failure.at + line.length, cells: line.split(delimiter), isBroken: true }
    if (end < 0) return
    from = end + 1
    length = windowLength
  }
}

type Part = {
  records: Record[]
  /** Where a record begins whose quotes are broken; `isOpen` when one of them is only never closed in this part. */
  failure?: { at: number; isOpen: boolean }
}

function parsePart(part: string, offset: number, delimiter: string): Part {
  const found: Part = { records: [] }
  let start = offset
  papaparse.parse<string[]>(part, {
    newline: '\n',
    delimiter,
    step: ({ data, errors, meta }, parser) => {
      const quotes = errors.filter(({ type }) => type === 'Quotes')
      if (quotes.length > 0) {
        found.failure = { at: start, isOpen: quotes.every(({ code }) => code === 'MissingQuotes') }
        parser.abort()
        return
      }
      const end = offset + meta.cursor
      found.records.push({ start, end, cells: data, isBroken: false })
      start = end
    },
  })
  return found
}

/** Tells the line of ever later positions in a text, each line counted once. */
function lineCounter(text: string, before: number): (position: number) => number {
  let line = 1 + before
  let next = text.indexOf('\n')
  return (position) => {
    while (next >= 0 && next < position) {
      line += 1
      next = text.indexOf('\n', next + 1)
    }
    return line
  }
}
