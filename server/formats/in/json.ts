import { contentSchema } from '#domain/text/content-schema'
import { joinTerms } from '#domain/imports/terms'
import { languages } from '#domain/languages'
import { checkGiven, findColumns } from './columns'
import { decodeText } from './decode'
import type { Columns, FileNote, ReadOptions } from '#domain/imports/import-file'
import { flatEntry, isEntry, listsIn, type Entry } from './json-lists'
import { isRepeatedKey, parseJson } from './json-values'
import type { ParsedFile, ReadContext } from './parsed-file'
import { plainCell, readTableRows, tableFacts, unreadColumns, type TableRow } from './table'
import { UnreadableFile } from './unreadable-file'

/**
 * A list of objects, wherever in the file it is, an object for each line, or one object; as our own exports are.
 * @throws UnreadableFile
 */
export function readJson(bytes: Uint8Array, options: ReadOptions, context: ReadContext): ParsedFile {
  const decoded = decodeText(bytes, options.encoding)
  const lists = listsIn(parseJson(decoded.text)).map(({ path, entries }) => tableOf(path, entries, options))
  const filled = lists.filter(({ entries }) => entries.length > 0)
  const chosen = filled.find((list) => list.columns.text !== undefined && hasTexts(list)) ?? filled[0]
  if (!chosen) throw new UnreadableFile(lists.length === 0 ? 'format' : 'nothing')
  const { entries, names, columns } = chosen
  if (entries.length > context.limits.rows) throw new UnreadableFile('too-many-rows')
  checkGiven(columns, options.columns)
  if (columns.text === undefined || !hasTexts(chosen)) {
    const sample = entries
      .slice(0, 5)
      .map((entry) => names.map((name) => cellText(entry[name]).slice(0, 200)))
    throw new UnreadableFile('no-text-column', { columnNames: names, sample })
  }
  const { text: textColumn } = columns
  const ofTerms = new Set([columns.tags, columns.mandates])
  // There are no lines that a person would count: the first object is 1.
  const rows = entries.map((entry, index): TableRow => {
    const text = textIn(entry[textColumn], options).text
    return {
      line: index + 1,
      cells: names.map((name) =>
        plainCell(
          name === textColumn ? text : ofTerms.has(name) ? termsText(entry[name]) : cellText(entry[name]),
        ),
      ),
      doubts: hasRepeatedKey(entry) ? ['same-key'] : [],
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
    notes: [
      // The blocks of our own exports are read with their text.
      ...unreadColumns(
        names.map((name) => (name === 'blocks' ? textColumn : name)),
        rows,
        columns,
      ),
      ...filled
        // What is in the entries themselves is read with them, or said to be an unread column.
        .filter((list) => !list.path.startsWith(`${chosen.path}[]`))
        .filter((list) => list !== chosen && list.columns.text !== undefined && hasTexts(list))
        .map(({ path }): FileNote => ({ code: 'other-sheets', detail: path })),
    ],
    rows: parsed,
  }
}

type JsonTable = { path: string; entries: Entry[]; names: string[]; columns: Columns }

function tableOf(path: string, nested: readonly Entry[], options: ReadOptions): JsonTable {
  const entries = nested.map(flatEntry)
  const names = [...new Set(entries.slice(0, 1_000).flatMap((entry) => Object.keys(entry)))]
  return { path, entries, names, columns: findColumns(names, options.columns, options.language) }
}

/** Whether an object had a key twice: which of the values is meant is not for us to say. */
function hasRepeatedKey(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasRepeatedKey)
  if (!isEntry(value)) return false
  const names = new Set(Object.keys(value))
  return Object.entries(value).some(([name, inner]) => isRepeatedKey(name, names) || hasRepeatedKey(inner))
}

/** Whether the column of texts has texts, and not lists of something else. */
const hasTexts = ({ entries, columns: { text } }: JsonTable): boolean =>
  text === undefined ||
  entries.some((entry) => {
    const value = entry[text]
    return value !== null && value !== undefined && !(Array.isArray(value) && value.some(isEntry))
  })

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

function blocksIn({ blocks }: Entry, language: string | undefined): unknown {
  const own = isEntry(blocks) && language !== undefined ? blocks[language] : blocks
  if (!Array.isArray(own)) return undefined
  return own.map(withNumbers)
}

const counted = ['level', 'alternative']

/** Blocks and what is in them, with numbers where blocks have them: `parseJson` keeps them as they are written. */
function withNumbers(value: unknown): unknown {
  if (!isEntry(value)) return value
  const { children } = value
  const numbers = counted.flatMap((key) =>
    typeof value[key] === 'string' ? [[key, Number(value[key])] as const] : [],
  )
  return {
    ...value,
    ...Object.fromEntries(numbers),
    ...(Array.isArray(children) && { children: children.map(withNumbers) }),
  }
}

/** Each value of a list is one term, whatever is in it. */
const termsText = (value: unknown): string =>
  Array.isArray(value) ? joinTerms(value.map(cellText)) : cellText(value)

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
