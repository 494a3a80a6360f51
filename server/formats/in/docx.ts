import type { ReadOptions } from '#domain/imports/import-file'
import type { ParsedFile, ReadContext } from './parsed-file'
import { UnreadableFile } from './unreadable-file'
import { openWord } from './word/open-word'
import type { Found } from './word/read-body'
import { readWordRows } from './word/rows'
import type { Package } from './zip'

/**
 * A Word file: tables with texts give a row each, else every paragraph is one, with its lettered list as sub-items.
 * `line` is the paragraph.
 * @throws UnreadableFile
 */
export function readDocx(file: Package, options: ReadOptions, context: ReadContext): ParsedFile {
  const word = openWord(file, options, context)
  context.onProgress(0.4)
  const { rows, table, notes } = readWordRows(word, options, context)
  if (rows.length === 0) throw new UnreadableFile('nothing')
  if (rows.length > context.limits.rows) throw new UnreadableFile('too-many-rows')
  return {
    format: 'docx',
    ...(table && { table }),
    notes: [...word.fileNotes, ...notes, ...notesOf(word.found, word.changes.all.length)],
    rows,
  }
}

const notesOf = (found: Found, changes: number): ParsedFile['notes'] => [
  ...(changes > 0 ? [{ code: 'changes-tracked' as const, count: changes }] : []),
  ...(found.hidden > 0 ? [{ code: 'hidden-text-left-out' as const, count: found.hidden }] : []),
  ...(found.comments > 0 ? [{ code: 'comments-left-out' as const, count: found.comments }] : []),
  ...(found.images > 0 ? [{ code: 'images-left-out' as const, count: found.images }] : []),
  ...(found.embedded > 0 ? [{ code: 'embedded-left-out' as const, count: found.embedded }] : []),
]
