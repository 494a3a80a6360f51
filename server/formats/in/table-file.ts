import papaparse from 'papaparse'
import { decodeText } from './decode'
import { UnreadableFile, type FileRefusal } from './unreadable-file'

/** The cells of a spreadsheet, or why it is not read. */
export type SheetCells = { rows: string[][] } | { refused: FileRefusal }

/** How files of spreadsheets begin: they are zipped. */
const isZipped = (bytes: Uint8Array) => bytes[0] === 0x50 && bytes[1] === 0x4b

/** A file with a table as the text that one would paste from it: of a spreadsheet its cells, of any other file its text. */
export async function readTableFile(
  bytes: Uint8Array,
  readCells: (spreadsheet: Uint8Array) => Promise<SheetCells>,
): Promise<{ text: string } | { refused: FileRefusal }> {
  if (!isZipped(bytes)) return readTextOf(bytes)
  const cells = await readCells(bytes)
  return 'refused' in cells ? cells : { text: papaparse.unparse(cells.rows, { delimiter: '\t' }) }
}

function readTextOf(bytes: Uint8Array): { text: string } | { refused: FileRefusal } {
  try {
    return { text: decodeText(bytes).text }
  } catch (error) {
    if (error instanceof UnreadableFile) return { refused: error.code }
    throw error
  }
}
