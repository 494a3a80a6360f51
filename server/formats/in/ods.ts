import type { Line } from '#domain/imports/read-lines'
import type { TrackedPiece } from '#domain/imports/tracked-text'
import { formats } from '#domain/text/content'
import type { ReadContext } from './parsed-file'
import type { SheetTable } from './spreadsheet'
import { plainCell, trimmed, type Cell, type TableRow } from './table'
import { UnreadableFile } from './unreadable-file'
import { child, elements, parseXml, type XmlElement } from './xml'
import type { Package } from './zip'

/** What a sheet has at most; more columns are never filled. */
const mostColumns = 16_384

type Style = { format: number; isStruck: boolean; isHidden: boolean }
const noStyle: Style = { format: 0, isStruck: false, isHidden: false }

/** The sheets of an OpenDocument spreadsheet, each cell as it is shown. @throws UnreadableFile */
export function readOdsSheets(parts: Package, { limits }: Pick<ReadContext, 'limits'>): SheetTable[] {
  if (parts.read('META-INF/manifest.xml')?.includes('encryption-data')) throw new UnreadableFile('encrypted')
  const part = parts.read('content.xml')
  if (!part) throw new UnreadableFile('broken')
  const content = parseXml(part, limits.elements * 8)
  const styles = stylesOf(content)
  const sheets = child(child(content, 'body'), 'spreadsheet')
  if (!sheets) throw new UnreadableFile('format')
  return elements(sheets)
    .filter(({ name }) => name === 'table')
    .map((table) => sheetOf(table, styles, limits.rows))
}

function stylesOf(content: XmlElement): ReadonlyMap<string, Style> {
  const all = child(content, 'automatic-styles')
  return new Map(
    (all ? elements(all) : []).flatMap((style): [string, Style][] => {
      const { name } = style.attributes
      if (name === undefined) return []
      const text = child(style, 'text-properties')?.attributes ?? {}
      const has = (key: string) => text[key] !== undefined && text[key] !== 'none'
      return [
        [
          name,
          {
            format:
              (text['font-weight'] === 'bold' ? formats.bold : 0) |
              (text['font-style'] === 'italic' ? formats.italic : 0) |
              (has('text-underline-style') ? formats.underline : 0),
            isStruck: has('text-line-through-style'),
            isHidden: child(style, 'table-properties')?.attributes['display'] === 'false',
          },
        ],
      ]
    }),
  )
}

const containers = new Set([
  'table-row-group',
  'table-rows',
  'table-header-rows',
  'table-column-group',
  'table-columns',
  'table-header-columns',
])

const countOf = ({ attributes }: XmlElement, name: string): number =>
  Math.max(1, Math.min(2_000_000, Math.floor(Number(attributes[name] ?? 1)) || 1))

const isHidden = ({ attributes }: XmlElement): boolean =>
  attributes['visibility'] === 'collapse' || attributes['visibility'] === 'filter'

function sheetOf(table: XmlElement, styles: ReadonlyMap<string, Style>, mostRows: number): SheetTable {
  const rows: TableRow[] = []
  /** What goes on below in a column, and for how many rows. */
  const spans = new Map<number, { cell: Cell; left: number }>()
  const hiddenColumns = new Set<number>()
  let [line, column, formulas, comments] = [0, 0, 0, 0]
  read(table)
  const isIn = (at: number) => rows.some(({ cells }) => (cells[at]?.text ?? '') !== '')
  return {
    sheet: table.attributes['name'] ?? '',
    rows,
    formulas,
    comments,
    isHidden: styles.get(table.attributes['style-name'] ?? '')?.isHidden ?? false,
    hiddenColumns: [...hiddenColumns].filter(isIn).length,
  }

  function read(parent: XmlElement): void {
    for (const one of elements(parent)) {
      if (containers.has(one.name)) read(one)
      else if (one.name === 'table-column') {
        const count = Math.min(countOf(one, 'number-columns-repeated'), mostColumns)
        for (let at = 0; at < count && isHidden(one); at += 1) hiddenColumns.add(column + at)
        column += count
      } else if (one.name === 'table-row') row(one)
    }
  }

  function row(element: XmlElement): void {
    const repeated = countOf(element, 'number-rows-repeated')
    const cells = cellsOf(element)
    const isFilled = trimmed(cells).length > 0
    for (let at = 0; at < (isFilled ? repeated : 0); at += 1) {
      const raw = cells.map(({ text }) => text).join(' | ')
      rows.push({ line: line + at + 1, cells, doubts: isHidden(element) ? ['hidden-row'] : [], raw })
      if (rows.length > mostRows + 100) throw new UnreadableFile('too-many-rows')
    }
    line += repeated
  }

  function cellsOf(element: XmlElement): Cell[] {
    const cells: Cell[] = []
    for (const one of elements(element)) {
      if (one.name !== 'table-cell' && one.name !== 'covered-table-cell') continue
      const count = Math.min(countOf(one, 'number-columns-repeated'), mostColumns - cells.length)
      if (one.attributes['formula'] !== undefined) formulas += count
      comments += elements(one).filter(({ name }) => name === 'annotation').length
      const cell = cellOf(one)
      for (let at = 0; at < count; at += 1) {
        const above = spans.get(cells.length)
        if (above) {
          above.left -= 1
          if (above.left === 0) spans.delete(cells.length)
        }
        const down = countOf(one, 'number-rows-spanned') - 1
        if (down > 0) spans.set(cells.length, { cell, left: down })
        cells.push(above && one.name === 'covered-table-cell' ? above.cell : cell)
      }
    }
    return cells
  }

  function cellOf(element: XmlElement): Cell {
    const paragraphs = elements(element).filter(({ name }) => name === 'p')
    const own = styles.get(element.attributes['style-name'] ?? '')
    const state = { isStruck: false }
    const lines = paragraphs.map((paragraph): Line => ({ pieces: piecesOf(paragraph, noStyle, state) }))
    const text = lines.map(({ pieces }) => pieces.map((piece) => piece.text).join('')).join('\n')
    if (paragraphs.length === 0) return plainCell(storedValue(element))
    const isStruck = text.trim() !== '' && (state.isStruck || own?.isStruck === true)
    return { text, lines, ...(isStruck && { doubts: ['struck-through' as const] }) }
  }

  function piecesOf(parent: XmlElement, style: Style, state: { isStruck: boolean }): TrackedPiece[] {
    return parent.children.flatMap((xmlNode): TrackedPiece[] => {
      const write = (text: string) => {
        if (style.isStruck && text.trim() !== '') state.isStruck = true
        return [{ text, format: style.format }]
      }
      if (typeof xmlNode === 'string') return write(xmlNode)
      switch (xmlNode.name) {
        case 's':
          return write(' '.repeat(Math.min(countOf(xmlNode, 'c'), 100)))
        case 'tab':
          return write(' ')
        case 'line-break':
          return write('\n')
        case 'annotation':
          return []
        case 'ruby':
          return piecesOf(child(xmlNode, 'ruby-base') ?? { ...xmlNode, children: [] }, style, state)
        default:
          return piecesOf(xmlNode, styles.get(xmlNode.attributes['style-name'] ?? '') ?? style, state)
      }
    })
  }
}

/** What a cell holds that shows nothing. */
function storedValue({ attributes, children }: XmlElement): string {
  const value = ['string-value', 'date-value', 'time-value', 'boolean-value', 'value']
    .map((name) => attributes[name])
    .find((candidate) => candidate !== undefined)
  return value ?? children.map((child) => (typeof child === 'string' ? child : '')).join('')
}
