import { judgeRows, type JudgedRow, type PresentTexts } from '#domain/imports/judge-rows'
import { completeRows } from './complete-rows'
import { readCsv } from './csv'
import { decodeText } from './decode'
import { isTable } from './dialect'
import { readDocx } from './docx'
import { readJson } from './json'
import type { ImportFormat, ReadOptions } from '#domain/imports/import-file'
import type { ParsedFile, ReadContext } from './parsed-file'
import { readSpreadsheet } from './spreadsheet'
import { readText } from './text'
import { UnreadableFile, type FileRefusal } from './unreadable-file'
import { openPackage, type Package } from './zip'

/** A file as it was read, each row with what becomes of it. */
export type ReadImport = Omit<ParsedFile, 'rows'> & { rows: JudgedRow[] }

/**
 * Reads a file of recommendations. What strangers send is read in a process of its own: see `server/workers/child`.
 * @param name only tells a table from other text.
 * @throws UnreadableFile with the reason.
 */
export async function readImport(
  bytes: Uint8Array,
  name: string,
  options: ReadOptions,
  context: ReadContext & { present: PresentTexts },
): Promise<ReadImport> {
  if (bytes.byteLength > context.limits.bytes) throw new UnreadableFile('too-large')
  const { rows, ...file } = await parse(bytes, name, options, context)
  context.onProgress(0.6)
  const complete = completeRows(rows, options, context)
  context.onProgress(0.9)
  return { ...file, rows: judgeRows(complete, context.present) }
}

async function parse(
  bytes: Uint8Array,
  name: string,
  options: ReadOptions,
  context: ReadContext,
): Promise<ParsedFile> {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    const parts = openPackage(bytes, context.limits)
    const kind = packageKind(parts)
    return kind === 'docx'
      ? readDocx(parts, options, context)
      : await readSpreadsheet(kind, bytes, parts, options, context)
  }
  switch (textKind(bytes, name, options)) {
    case 'csv':
      return readCsv(bytes, options, context)
    case 'json':
      return readJson(bytes, options, context)
    default:
      return readText(bytes, options, context)
  }
}

function packageKind({ names, read }: Package): Exclude<ImportFormat, 'csv' | 'json' | 'text'> {
  if (names.includes('[Content_Types].xml')) {
    if (names.includes('xl/workbook.bin')) throw new UnreadableFile('old-excel')
    if (names.some((part) => part.startsWith('xl/'))) return 'xlsx'
    if (names.some((part) => part.startsWith('ppt/'))) throw new UnreadableFile('format')
    return 'docx'
  }
  const type = names.includes('mimetype') ? (read('mimetype')?.toString('latin1') ?? '') : ''
  if (/opendocument\.spreadsheet/u.test(type)) return 'ods'
  throw new UnreadableFile(/opendocument\.text/u.test(type) ? 'open-document-text' : 'format')
}

function textKind(bytes: Uint8Array, name: string, { encoding }: ReadOptions): 'csv' | 'json' | 'text' {
  const start = Buffer.from(bytes.subarray(0, 400))
    .toString('latin1')
    .replace(/^\u00EF\u00BB\u00BF/u, '')
    .trimStart()
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf) throw new UnreadableFile(oldKind(bytes))
  const other = otherFormats.find(([beginning]) => beginning.test(start))
  if (other) throw new UnreadableFile(other[1])
  if (/^\s*(\[\s*[{"[\]]|\{\s*["}])/u.test(start) && !/\.(txt|csv|tsv)$/iu.test(name)) return 'json'
  if (/\.(csv|tsv)$/iu.test(name)) return 'csv'
  if (/\.json$/iu.test(name)) throw new UnreadableFile('broken')
  return isTable(decodeText(bytes, encoding).text) ? 'csv' : 'text'
}

/** Files of other programs, by how they begin; each refusal says what to do. */
const otherFormats: readonly [RegExp, FileRefusal][] = [
  [/^%PDF/u, 'pdf'],
  [/^\{\\rtf/u, 'rich-text'],
  [/^<(?:!doctype html|html)|^MIME-Version:/iu, 'web-page'],
  [/^<\?xml|^<!doctype/iu, 'format'],
  // Pictures, archives, programs.
  [/^(?:\u0089PNG|GIF8|\u00ff\u00d8\u00ff|7z|Rar!|MZ|\u007fELF)/u, 'format'],
]

/** Files in the container that Office used before 2007, and uses for files with a password. */
function oldKind(bytes: Uint8Array): FileRefusal {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const has = (name: string) => buffer.includes(Buffer.from(name, 'utf16le'))
  if (has('EncryptedPackage')) return 'encrypted'
  if (has('WordDocument')) return 'old-word'
  return has('Workbook') || has('Book') ? 'old-excel' : 'old-or-encrypted'
}
