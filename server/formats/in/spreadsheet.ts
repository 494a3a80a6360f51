import { formatValue } from 'hucre'
import { readOds } from 'hucre/ods'
import { readXlsx, type Cell as SheetCell, type CellValue, type Sheet, type Workbook } from 'hucre/xlsx'
import { formats } from '#domain/text/content'
import type { FileNote, ReadOptions } from '#domain/imports/import-file'
import type { ParsedFile, ReadContext } from './parsed-file'
import {
  layOut,
  plainCell,
  readTableRows,
  tableFacts,
  titlesOf,
  trimmed,
  type Cell,
  type Layout,
  type TableRow,
} from './table'
import { UnreadableFile } from './unreadable-file'
import { checkXml, countElements } from './xml'
import type { Package } from './zip'

/** A spreadsheet of either kind; the only module that knows the library. @throws UnreadableFile */
export async function readSpreadsheet(
  format: 'xlsx' | 'ods',
  bytes: Uint8Array,
  parts: Package,
  options: ReadOptions,
  context: ReadContext,
): Promise<ParsedFile> {
  checkParts(parts, context)
  context.onProgress(0.1)
  const book = await open(format, bytes)
  const shown = book.sheets.filter((sheet) => !sheet.hidden && !sheet.veryHidden)
  const tables = shown.map(tableOf).filter(({ rows }) => rows.length > 0)
  const sheets = tables.map(({ sheet }) => sheet)
  const { table, layout } = chooseTable(tables, sheets, options, context)
  if (layout.below.length > context.limits.rows) throw new UnreadableFile('too-many-rows')
  if (layout.below.length === 0) throw new UnreadableFile('nothing')
  const { header, columns } = layout
  const hidden = book.sheets.length - shown.length
  const hasMacros = parts.names.some((name) => /vbaProject\.bin$/iu.test(name))
  return {
    format,
    table: tableFacts(header, columns, { sheet: table.sheet, sheets }),
    notes: [
      ...titlesOf(layout.above),
      ...sheets
        .filter((name) => name !== table.sheet)
        .map((detail): FileNote => ({ code: 'other-sheets', detail })),
      ...(hidden > 0 ? [{ code: 'hidden-sheets', count: hidden } satisfies FileNote] : []),
      ...(hasMacros ? [{ code: 'macros-left-out' } satisfies FileNote] : []),
      ...(table.formulas > 0 ? [{ code: 'formulas', count: table.formulas } satisfies FileNote] : []),
    ],
    rows: readTableRows(
      header,
      layout.below.map((row) => withSurplus(row, header.length)),
      columns,
      options,
      context,
    ),
  }
}

const withSurplus = (row: TableRow, width: number): TableRow =>
  row.cells.slice(width).some(({ text }) => text.trim() !== '') ? { ...row, doubts: ['more-cells'] } : row

/** The library inflates for itself: what it will see is inflated and counted here first. */
function checkParts(parts: Package, { limits }: ReadContext): void {
  for (const name of parts.names) {
    if (!/\.xml$/iu.test(name)) continue
    const part = parts.read(name)
    if (!part) continue
    checkXml(part)
    // A cell of a table is lighter than an element of a text.
    if (countElements(part, limits.elements * 8) > limits.elements * 8)
      throw new UnreadableFile('too-many-elements')
  }
}

async function open(format: 'xlsx' | 'ods', bytes: Uint8Array): Promise<Workbook> {
  try {
    return await (format === 'xlsx'
      ? readXlsx(bytes, { readStyles: true })
      : readOds(bytes, { readStyles: true }))
  } catch {
    throw new UnreadableFile('broken')
  }
}

type SheetTable = { sheet: string; rows: TableRow[]; formulas: number }

function tableOf(sheet: Sheet): SheetTable {
  let formulas = 0
  const rows = sheet.rows.map((values, row): TableRow => {
    const cells = values.map((value, column) => {
      const cell = sheet.cells?.get(`${String(row)},${String(column)}`)
      if (cell?.formula !== undefined) formulas += 1
      return cellOf(value, cell)
    })
    return { line: row + 1, cells, doubts: [], raw: cells.map(({ text }) => text).join(' | ') }
  })
  return { sheet: sheet.name, rows: rows.filter(({ cells }) => trimmed(cells).length > 0), formulas }
}

/** The sheet that was chosen, else the first that has texts. @throws UnreadableFile */
function chooseTable(
  tables: readonly SheetTable[],
  sheets: string[],
  options: ReadOptions,
  context: ReadContext,
): { table: SheetTable; layout: Layout } {
  const wanted = options.sheet === undefined ? tables : tables.filter(({ sheet }) => sheet === options.sheet)
  if (wanted.length === 0) throw new UnreadableFile(options.sheet === undefined ? 'nothing' : 'no-such-sheet')
  let refusal: UnreadableFile | undefined
  for (const table of wanted) {
    try {
      return { table, layout: layOut(table.rows, options, context) }
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error
      refusal ??= new UnreadableFile(
        error.code,
        error.table && { ...error.table, sheets, sheet: table.sheet },
      )
    }
  }
  throw refusal ?? new UnreadableFile('nothing')
}

/** A cell as it is shown: `5.10` is not 5.1 where the sheet shows both of its digits. */
function cellOf(value: CellValue, cell: SheetCell | undefined): Cell {
  if (cell?.richText && cell.richText.length > 0) {
    const pieces = cell.richText.map(({ text, font }) => ({
      text,
      format:
        (font?.bold ? formats.bold : 0) |
        (font?.italic ? formats.italic : 0) |
        (font?.underline ? formats.underline : 0),
    }))
    const isStruck = cell.richText.some(({ text, font }) => font?.strikethrough && text.trim() !== '')
    return {
      text: pieces.map(({ text }) => text).join(''),
      lines: [{ pieces }],
      ...(isStruck && { doubts: ['struck-through' as const] }),
    }
  }
  const isStruck =
    cell?.style?.font?.strikethrough === true && typeof value === 'string' && value.trim() !== ''
  return { ...plainCell(shownValue(value, cell)), ...(isStruck && { doubts: ['struck-through' as const] }) }
}

function shownValue(value: CellValue, cell: SheetCell | undefined): string {
  if (value === null) return ''
  if (typeof value === 'string') return value
  const format = cell?.style?.numFmt
  if (value instanceof Date) return format ? formatValue(value, format) : value.toISOString().slice(0, 10)
  if (typeof value === 'number' && format && format !== 'General') return formatValue(value, format)
  return String(value)
}
