import { formatValue } from 'hucre'
import { readXlsx, type Cell as SheetCell, type CellValue, type Sheet } from 'hucre/xlsx'
import { formats } from '#domain/text/content'
import type { FileNote, ReadOptions } from '#domain/imports/import-file'
import { readOdsSheets } from './ods'
import type { ParsedFile, ReadContext } from './parsed-file'
import {
  layOut,
  plainCell,
  readTableRows,
  tableFacts,
  titlesOf,
  trimmed,
  unreadColumns,
  type Cell,
  type Layout,
  type TableRow,
} from './table'
import { UnreadableFile } from './unreadable-file'
import { checkXml, countElements } from './xml'
import { openPackage, type Package } from './zip'

/** A sheet with its filled rows, and what is in it besides. */
export type SheetTable = {
  sheet: string
  rows: TableRow[]
  formulas: number
  comments: number
  hiddenColumns: number
  isHidden: boolean
}

/** A spreadsheet of either kind. @throws UnreadableFile */
export async function readSpreadsheet(
  format: 'xlsx' | 'ods',
  bytes: Uint8Array,
  parts: Package,
  options: ReadOptions,
  context: ReadContext,
): Promise<ParsedFile> {
  checkParts(parts, context)
  context.onProgress(0.1)
  const all = format === 'ods' ? readOdsSheets(parts, context) : await readXlsxSheets(bytes)
  const shown = all.filter(({ isHidden }) => !isHidden)
  const tables = shown.filter(({ rows }) => rows.length > 0)
  const sheets = tables.map(({ sheet }) => sheet)
  const { table, layout } = chooseTable(tables, sheets, options, context)
  if (layout.below.length > context.limits.rows) throw new UnreadableFile('too-many-rows')
  if (layout.below.length === 0) throw new UnreadableFile('nothing')
  const { header, columns } = layout
  const counted = (code: FileNote['code'], count: number): FileNote[] => (count > 0 ? [{ code, count }] : [])
  const comments = table.comments + (format === 'xlsx' ? commentsIn(parts) : 0)
  return {
    format,
    table: tableFacts(header, columns, { sheet: table.sheet, sheets }),
    notes: [
      ...titlesOf(layout.above),
      ...sheets
        .filter((name) => name !== table.sheet)
        .map((detail): FileNote => ({ code: 'other-sheets', detail })),
      ...unreadColumns(header, layout.below, columns),
      ...counted('hidden-sheets', all.length - shown.length),
      ...counted('hidden-columns', table.hiddenColumns),
      ...counted('hidden-rows', layout.below.filter(({ doubts }) => doubts.includes('hidden-row')).length),
      ...counted('comments-left-out', comments),
      ...(parts.names.some((name) => /vbaProject\.bin$/iu.test(name))
        ? [{ code: 'macros-left-out' } satisfies FileNote]
        : []),
      ...counted('formulas', table.formulas),
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

/**
 * The cells of the first sheet in which there are any, as text; each row has as many.
 * What strangers send is read in a process of its own: see `server/workers/child`.
 * @throws UnreadableFile
 */
export async function readSheetCells(
  bytes: Uint8Array,
  limits: ReadContext['limits'],
  mostRows: number,
): Promise<string[][]> {
  if (bytes.byteLength > limits.bytes) throw new UnreadableFile('too-large')
  const parts = openPackage(bytes, limits)
  checkParts(parts, { limits })
  const sheets = parts.names.includes('xl/workbook.xml')
    ? await readXlsxSheets(bytes)
    : readOdsSheets(parts, { limits })
  const filled = sheets.find(({ isHidden, rows }) => !isHidden && rows.length > 0)
  if (!filled) throw new UnreadableFile('nothing')
  const rows = filled.rows.slice(0, mostRows).map(({ cells }) => trimmed(cells).map(({ text }) => text))
  const width = rows.reduce((widest, { length }) => Math.max(widest, length), 0)
  return rows.map((row) => [...row, ...Array.from({ length: width - row.length }, () => '')])
}

const commentsIn = (parts: Package): number =>
  parts.names
    .filter((name) => /^xl\/comments[^/]*\.xml$/iu.test(name))
    .map(
      (name) =>
        parts
          .read(name)
          ?.toString('latin1')
          .match(/<comment[ >]/gu)?.length ?? 0,
    )
    .reduce((sum, count) => sum + count, 0)

const withSurplus = (row: TableRow, width: number): TableRow =>
  row.cells.slice(width).some(({ text }) => text.trim() !== '')
    ? { ...row, doubts: [...row.doubts, 'more-cells'] }
    : row

/** The library inflates for itself: what it will see is inflated and counted here first. */
function checkParts(parts: Package, { limits }: Pick<ReadContext, 'limits'>): void {
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

async function readXlsxSheets(bytes: Uint8Array): Promise<SheetTable[]> {
  try {
    return (await readXlsx(bytes, { readStyles: true })).sheets.map(tableOf)
  } catch (error) {
    // The library refuses a sheet whose filled corners are farther apart than it can hold.
    const isTooLarge = error instanceof Error && /too (?:large|many|big)|exceed|limit/iu.test(error.message)
    throw new UnreadableFile(isTooLarge ? 'too-many-elements' : 'broken', undefined, { cause: error })
  }
}

function tableOf(sheet: Sheet): SheetTable {
  let formulas = 0
  const rows = sheet.rows.map((values, row): TableRow => {
    const cells = values.map((value, column) => {
      const cell = sheet.cells?.get(`${String(row)},${String(column)}`)
      if (cell?.formula !== undefined) formulas += 1
      return cellOf(value, cell)
    })
    return { line: row + 1, cells, doubts: sheet.rowDefs?.get(row)?.hidden ? ['hidden-row'] : [] }
  })
  fillMerged(rows, sheet)
  const filled = rows
    .filter(({ cells }) => trimmed(cells).length > 0)
    .map((row) => ({ ...row, raw: row.cells.map(({ text }) => text).join(' | ') }))
  const isIn = (at: number) => filled.some(({ cells }) => (cells[at]?.text ?? '') !== '')
  return {
    sheet: sheet.name,
    rows: filled,
    formulas,
    comments: 0,
    hiddenColumns: (sheet.columns ?? []).filter(({ hidden }, at) => hidden && isIn(at)).length,
    isHidden: sheet.hidden === true || sheet.veryHidden === true,
  }
}

/** A cell that is merged over several rows says the same in each of them. */
function fillMerged(rows: readonly TableRow[], { merges }: Sheet): void {
  for (const { startRow, startCol, endRow } of merges ?? []) {
    const cell = rows[startRow]?.cells[startCol]
    if (!cell || cell.text.trim() === '') continue
    for (let at = startRow + 1; at <= Math.min(endRow, rows.length - 1); at += 1) {
      const cells = rows[at]?.cells
      // A row in which nothing else is said is no row of its own.
      if (!cells || cells.every(({ text }) => text.trim() === '')) continue
      while (cells.length < startCol) cells.push(plainCell(''))
      cells[startCol] = cell
    }
  }
}

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
