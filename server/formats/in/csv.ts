import papaparse from 'papaparse'
import { decodeText } from './decode'
import { readTable } from './columns'
import { UnreadableFile, type ReadFile, type ReadOptions } from './read-file'

/** Comma, semicolon or tab separated values with a line of column names. @throws UnreadableFile */
export function readCsv(bytes: Uint8Array, options: ReadOptions): ReadFile {
  const text = decodeText(bytes, options.encoding)
  const records: { line: number; cells: Record<string, unknown> }[] = []
  let header: string[] | undefined
  const lineAt = lineCounter(text)
  let start = 0
  papaparse.parse<string[]>(text, {
    newline: '\n',
    delimiter: delimiterOf(text),
    step: ({ data, meta }) => {
      // A row with line breaks in its cells begins where the row before it ended.
      const line = lineAt(start)
      start = meta.cursor
      if (!header) header = data.map((name) => name.trim())
      else if (data.some((cell) => cell.trim() !== '')) {
        records.push({
          line,
          cells: Object.fromEntries(header.map((name, index) => [name, data[index] ?? ''])),
        })
      }
    },
  })
  if (!header || records.length === 0) throw new UnreadableFile('nothing')
  return readTable(records, header, options)
}

/** What parts the column names, which have no sentences in them, parts the cells. */
function delimiterOf(text: string): string {
  const names = text.slice(0, Math.max(0, text.indexOf('\n')) || undefined).replace(/"[^"]*"/gu, '')
  const counts = [',', ';', '\t', '|'].map((sign) => ({ sign, count: names.split(sign).length }))
  return counts.toSorted((a, b) => b.count - a.count)[0]?.sign ?? ','
}

/** Tells the line of ever later positions in a text, each line counted once. */
function lineCounter(text: string): (position: number) => number {
  let line = 1
  let next = text.indexOf('\n')
  return (position) => {
    while (next >= 0 && next < position) {
      line += 1
      next = text.indexOf('\n', next + 1)
    }
    return line
  }
}
