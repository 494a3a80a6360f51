import type { ParsedRow } from '#domain/imports/parsed-row'
import type { OpenWord } from './open-word'
import type { FileNote, ReadOptions } from '#domain/imports/import-file'
import type { ReadContext, TableFacts } from '#server/formats/in/parsed-file'
import { rowsOfParagraphs } from './paragraph-rows'
import type { ResolvedParagraph } from './resolve'
import { paragraphsIn, readWordTable, unreadIn, wordTables } from './table-rows'

/**
 * What a Word file says, row by row. Where it has tables of texts, the paragraphs around them are headings and
 * explanations; else its paragraphs are the rows, and those of its tables as well.
 */
export function readWordRows(
  word: OpenWord,
  options: ReadOptions,
  context: ReadContext,
): { rows: ParsedRow[]; table?: TableFacts; notes: FileNote[] } {
  const tables = wordTables(word, options, context)
  const [main] = tables.values()
  const rows: ParsedRow[] = []
  let topic: string | undefined
  let paragraphs: ResolvedParagraph[] = []
  const flush = () => {
    const read = rowsOfParagraphs(paragraphs, word, { topic, isAroundTable: main !== undefined })
    for (const row of read.rows) rows.push(row)
    topic = read.topic
    paragraphs = []
  }
  for (const block of word.blocks) {
    const table = tables.get(block)
    if (block.type === 'paragraph' || !table) {
      paragraphs.push(...paragraphsIn(block))
      continue
    }
    flush()
    for (const row of readWordTable(block, table, word, topic, options, context)) rows.push(row)
  }
  flush()
  return { rows, notes: unreadIn(word, tables), ...(main && { table: main.facts }) }
}
