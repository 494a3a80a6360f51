import { readCsv } from './csv'
import { readDocx } from './docx'
import { readJson } from './json'
import { UnreadableFile, type ReadFile, type ReadOptions } from './read-file'
import { readText } from './text'

export const importFormats = ['csv', 'json', 'text', 'docx'] as const
export type ImportFormat = (typeof importFormats)[number]

type Reader = (bytes: Uint8Array, options: ReadOptions) => ReadFile | Promise<ReadFile>

/** Every format in which recommendations come in. */
const readers: Record<ImportFormat, Reader> = { csv: readCsv, json: readJson, text: readText, docx: readDocx }

/** The largest file that is read, in bytes. */
export const largestImport = 20_000_000

/** What a file is, by its own beginning; its name only tells a table from other text. */
export function formatOf(bytes: Uint8Array, name: string): ImportFormat {
  const [a, b] = bytes
  if (a === 0x50 && b === 0x4b) return 'docx'
  const start = Buffer.from(bytes.subarray(0, 200))
    .toString('latin1')
    .replace(/^\u00EF\u00BB\u00BF/u, '')
    .trimStart()
  if (/^%PDF|^\{\\rtf/u.test(start) || (a === 0xd0 && b === 0xcf)) throw new UnreadableFile('format')
  if (/\.(csv|tsv)$/iu.test(name)) return 'csv'
  if (/^[[{]/u.test(start) && !/\.txt$/iu.test(name)) return 'json'
  if (/\.(docx|json)$/iu.test(name)) throw new UnreadableFile('format')
  return 'text'
}

/** Reads a file of recommendations. @throws UnreadableFile with the reason. */
export async function readImport(bytes: Uint8Array, name: string, options: ReadOptions): Promise<ReadFile> {
  return readers[formatOf(bytes, name)](bytes, options)
}
