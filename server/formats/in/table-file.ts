import papaparse from 'papaparse'
import { decodeText } from './decode'

/** How files of spreadsheets begin: they are zipped. */
const isZipped = (bytes: Uint8Array) => bytes[0] === 0x50 && bytes[1] === 0x4b

/**
 * A file with a table as the text that one would paste from it: of a spreadsheet its cells, of any other file its text.
 * @throws UnreadableFile
 */
export async function readTableFile(
  bytes: Uint8Array,
  readCells: (spreadsheet: Uint8Array) => Promise<string[][]>,
): Promise<string> {
  if (!isZipped(bytes)) return decodeText(bytes).text
  return papaparse.unparse(await readCells(bytes), { delimiter: '\t' })
}
