import { XMLParser } from 'fast-xml-parser'
import mammoth from 'mammoth'
import type { ImportRow } from '#domain/imports/import-rows'
import { findColumns, readTable } from './columns'
import { UnreadableFile, type ReadFile, type ReadOptions } from './read-file'

const parser = new XMLParser({
  preserveOrder: true,
  trimValues: false,
  htmlEntities: true,
  unpairedTags: ['br', 'img', 'hr'],
  stopNodes: [],
})

type Node = Record<string, unknown>

/**
 * A Word file: tables whose columns are known by their names give a row each, everything else a row per
 * paragraph. Tracked insertions count as text, tracked deletions do not. `line` is the paragraph or table row.
 * @throws UnreadableFile
 */
export async function readDocx(bytes: Uint8Array, options: ReadOptions): Promise<ReadFile> {
  let html: string
  try {
    html = (
      await mammoth.convertToHtml(
        { buffer: Buffer.from(bytes) },
        {
          convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: '' })),
          ignoreEmptyParagraphs: true,
        },
      )
    ).value
  } catch {
    throw new UnreadableFile('format')
  }
  const nodes = parser.parse(`<body>${html}</body>`) as Node[]
  const body = childrenOf(nodes[0])
  let line = 0
  const rows: ImportRow[] = []
  const fromTables: ImportRow[] = []
  let table: Omit<ReadFile, 'rows'> | undefined
  for (const node of body) {
    const name = nameOf(node)
    if (name === 'table') {
      const cells = rowsOf(node)
      const found = tabular(cells, line, options)
      if (found) {
        fromTables.push(...found.rows)
        table ??= found
      } else {
        cells.forEach((row, index) => {
          for (const text of row) rows.push({ line: line + index + 1, text, proposers: [], tags: [] })
        })
      }
      line += cells.length
      continue
    }
    for (const text of name === 'ul' || name === 'ol' ? childrenOf(node).map(textOf) : [textOf(node)]) {
      line += 1
      if (text.trim() !== '') rows.push({ line, text: text.trim(), proposers: [], tags: [] })
    }
  }
  if (rows.length + fromTables.length === 0) throw new UnreadableFile('nothing')
  if (!table && Object.keys(options.columns ?? {}).length > 0) throw new UnreadableFile('no-such-column')
  // With a table of recommendations the paragraphs around it are headings and explanations.
  if (table) return { columns: table.columns, columnNames: table.columnNames, rows: fromTables }
  return { rows, columns: {}, columnNames: [] }
}

function tabular(cells: readonly string[][], before: number, options: ReadOptions): ReadFile | undefined {
  const [header, ...rest] = cells
  if (!header || rest.length === 0) return undefined
  try {
    findColumns(header, options.columns)
  } catch {
    return undefined
  }
  const records = rest.map((row, index) => ({
    line: before + index + 2,
    cells: Object.fromEntries(header.map((name, column) => [name, row[column] ?? ''])),
  }))
  const found = readTable(records, header, options)
  return {
    ...found,
    rows: found.rows.map((row, index) => {
      const spans = rest[index]?.length === 1 && header.length > 1
      if (spans) return { ...row, text: rest[index]?.[0] ?? '', isHeading: true as const }
      const own = row.text.replace(remarks, '')
      const [, label, text] = numberedText.exec(own) ?? []
      return label && text && row.label === undefined ? { ...row, label, text } : { ...row, text: own }
    }),
  }
}

/** `115.3 Ratify …`: the number that a list has given is its label and no part of the text. */
const numberedText = /^(\d{1,4}(?:\.\d{1,4})+)\.?\s+(.+)$/su

/** `Source of position: A/HRC/59/15/Add.1`: lines below a text in its cell that say something about it. */
const remarks = /(\n\p{Lu}[\p{Letter} ]{2,40}:\s[^\n]*)+$/u

const nameOf = (node: Node | undefined) => Object.keys(node ?? {}).find((key) => key !== ':@') ?? ''

function childrenOf(node: Node | undefined): Node[] {
  const children = node?.[nameOf(node)]
  return Array.isArray(children) ? (children as Node[]) : []
}

function textOf(node: Node): string {
  const text = node['#text']
  if (typeof text === 'string' || typeof text === 'number') return String(text)
  if (nameOf(node) === 'br') return '\n'
  return childrenOf(node).map(textOf).join('')
}

/** The texts of a table's cells, row by row, nested tables as text. */
function rowsOf(table: Node): string[][] {
  return childrenOf(table).flatMap((part) =>
    nameOf(part) === 'tr'
      ? [
          childrenOf(part).map((cell) =>
            childrenOf(cell)
              .map((block) => textOf(block).trim())
              .filter((text) => text !== '')
              .join('\n'),
          ),
        ]
      : rowsOf(part),
  )
}
