import { contentSchema } from '#domain/text/content-schema'
import { languages } from '#domain/languages'
import { checkGiven, findColumns } from './columns'
import { decodeText } from './decode'
import type { ReadOptions } from '#domain/imports/import-file'
import type { ParsedFile, ReadContext } from './parsed-file'
import { plainCell, readTableRows, tableFacts, type TableRow } from './table'
import { UnreadableFile } from './unreadable-file'

type Entry = Record<string, unknown>

/** A list of objects, or an object with such a list in it, as our own exports are. @throws UnreadableFile */
export function readJson(bytes: Uint8Array, options: ReadOptions, context: ReadContext): ParsedFile {
  const decoded = decodeText(bytes, options.encoding)
  const entries = entriesIn(parse(decoded.text))
  if (entries.length === 0) throw new UnreadableFile('nothing')
  if (entries.length > context.limits.rows) throw new UnreadableFile('too-many-rows')
  const names = [...new Set(entries.slice(0, 1_000).flatMap((entry) => Object.keys(entry)))]
  const columns = findColumns(names, options.columns, options.language)
  checkGiven(columns, options.columns)
  if (columns.text === undefined) {
    const sample = entries
      .slice(0, 5)
      .map((entry) => names.map((name) => cellText(entry[name]).slice(0, 200)))
    throw new UnreadableFile('no-text-column', { columnNames: names, sample })
  }
  const { text: textColumn } = columns
  // There are no lines that a person would count: the first object is 1.
  const rows = entries.map((entry, index): TableRow => {
    const text = textIn(entry[textColumn], options).text
    return {
      line: index + 1,
      cells: names.map((name) => plainCell(name === textColumn ? text : cellText(entry[name]))),
      doubts: [],
      raw: JSON.stringify(entry).slice(0, 2_000),
    }
  })
  const parsed = readTableRows(names, rows, columns, options, context)
  const byLine = new Map(parsed.map((row) => [row.line, row]))
  entries.forEach((entry, index) => {
    const row = byLine.get(index + 1)
    if (!row) return
    const said = textIn(entry[textColumn], options)
    if (said.language) row.language = said.language
    // Our own exports carry the blocks beside the plain text.
    const blocks = contentSchema.safeParse({ blocks: blocksIn(entry, said.language) })
    if (blocks.success && blocks.data.blocks.length > 0) row.content = blocks.data
  })
  return {
    format: 'json',
    encoding: decoded.encoding,
    table: tableFacts(names, columns),
    notes: [],
    rows: parsed,
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UnreadableFile('broken')
  }
}

const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function entriesIn(value: unknown, depth = 0): Entry[] {
  if (Array.isArray(value)) return value.map((one) => (isEntry(one) ? one : { text: one as unknown }))
  if (!isEntry(value) || depth > 3) throw new UnreadableFile('format')
  const list = Object.values(value).find((one) => Array.isArray(one) && one.some(isEntry))
  if (!list) throw new UnreadableFile('format')
  return entriesIn(list, depth + 1)
}

/** A text, or one text for each language. */
function textIn(value: unknown, { language: wanted }: ReadOptions) {
  if (!isEntry(value)) return { text: cellText(value), language: undefined }
  const order = wanted ? [wanted, 'en' as const, ...languages] : (['en', ...languages] as const)
  for (const language of order) {
    const found = value[language]
    if (typeof found === 'string') return { text: found, language }
  }
  return { text: '', language: undefined }
}

function blocksIn(entry: Entry, language: string | undefined): unknown {
  const { blocks } = entry
  return isEntry(blocks) && language !== undefined ? blocks[language] : blocks
}

/** A value as one cell; a list gives a line for each of its values. */
function cellText(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.map(cellText).join('\n')
  if (isEntry(value)) {
    const name = value['name'] ?? value['en'] ?? value['symbol'] ?? value['code']
    return name === undefined ? JSON.stringify(value) : cellText(name)
  }
  return String(value)
}
