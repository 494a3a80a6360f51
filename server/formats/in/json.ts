import { decodeText } from './decode'
import { readTable } from './columns'
import { UnreadableFile, type ReadFile, type ReadOptions } from './read-file'

/** A list of objects, or an object with such a list in it, as our own exports are. @throws UnreadableFile */
export function readJson(bytes: Uint8Array, options: ReadOptions): ReadFile {
  const records = recordsIn(parse(decodeText(bytes, options.encoding)))
  if (records.length === 0) throw new UnreadableFile('nothing')
  const columnNames = [...new Set(records.slice(0, 100).flatMap((record) => Object.keys(record)))]
  // There are no lines that a person would count: the first object is 1.
  return readTable(
    records.map((cells, index) => ({ line: index + 1, cells })),
    columnNames,
    options,
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UnreadableFile('format')
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function recordsIn(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.map((one) => (isRecord(one) ? one : { text: one }))
  if (!isRecord(value)) throw new UnreadableFile('format')
  const list = Object.values(value).find((one) => Array.isArray(one) && one.some(isRecord))
  if (!list) throw new UnreadableFile('format')
  return recordsIn(list)
}
