import papaparse from 'papaparse'
import { findColumns, uniqueNames } from './columns'
import type { Columns } from '#domain/imports/import-file'
import { headerIndex, plainCell } from './table'

/** What may part cells; the last parts nothing, for files of one column. */
export const delimiters = [',', ';', '\t', '|', '\u001f'] as const

/** What no text has: it parts nothing. */
const undivided = '\u001f'

/** A sentence in each line: commas in them are punctuation. */
function isOneColumn(sample: string): boolean {
  const lines = sample.split('\n').filter((line) => line.trim() !== '')
  const sentences = lines.filter((line) => /^\s*\p{L}.*[.;。；؛]\s*$/u.test(line)).length
  return sentences > lines.length * 0.9
}

/** So much of a file tells how its cells are parted. */
const sampleLength = 300_000

type Candidate = { delimiter: string; hasTexts: boolean; misfits: number; columns: number }

/**
 * What parts the cells of a text: it is parsed with each candidate, and the one is taken in which the rows fit the
 * header. A first line `sep=;` says it itself.
 * @returns the text below that line, and how many lines were left out.
 */
export function findDelimiter(
  text: string,
  given: Columns | undefined,
): { text: string; delimiter: string; offset: number } {
  const said = /^"?sep=(.)"?[ \t]*\n/iu.exec(text)
  if (said?.[1]) return { text: text.slice(said[0].length), delimiter: said[1], offset: 1 }
  const sample = text.slice(0, sampleLength)
  const candidates = delimiters.map((delimiter) =>
    tryDelimiter(sample, delimiter, given, text.length > sampleLength),
  )
  const [best] = candidates.sort(compare)
  if (!best?.hasTexts && !given && isOneColumn(sample)) return { text, delimiter: undivided, offset: 0 }
  return { text, delimiter: best?.delimiter ?? ',', offset: 0 }
}

/** Whether a text that does not say so by its name is a table: several columns, one of them of texts. */
export function isTable(text: string): boolean {
  const { delimiter, text: below } = findDelimiter(text, undefined)
  const found = tryDelimiter(below.slice(0, sampleLength), delimiter, undefined, below.length > sampleLength)
  return found.hasTexts && found.columns > 1 && found.misfits <= mostMisfits
}

/** Above that share of rows that do not fit, commas are punctuation. */
const mostMisfits = 0.25

function compare(a: Candidate, b: Candidate): number {
  const fits = (candidate: Candidate) => candidate.misfits <= mostMisfits
  if (a.hasTexts !== b.hasTexts) return a.hasTexts ? -1 : 1
  // Where the rows of a table with several columns are bad, they are shown as doubtful; one column fits always.
  if (fits(a) !== fits(b)) {
    const [fitting, other] = fits(a) ? [a, b] : [b, a]
    return (fitting === a ? -1 : 1) * (fitting.columns > 1 || other.columns === 1 || !a.hasTexts ? 1 : -1)
  }
  if (!fits(a)) return a.misfits - b.misfits
  return b.columns - a.columns || a.misfits - b.misfits
}

function tryDelimiter(
  sample: string,
  delimiter: string,
  given: Columns | undefined,
  isCut: boolean,
): Candidate {
  const { data } = papaparse.parse<string[]>(sample, { newline: '\n', delimiter })
  const rows = (isCut ? data.slice(0, -1) : data).filter((cells) => cells.some((cell) => cell.trim() !== ''))
  const asRows = rows.map((cells) => ({ line: 0, cells: cells.map(plainCell), doubts: [] }))
  const at = headerIndex(asRows, given)
  const header = rows[at] ?? []
  const below = rows.slice(at + 1)
  const filled = (cells: readonly string[]) => cells.findLastIndex((cell) => cell.trim() !== '') + 1
  const misfits = below.filter(
    (cells) => filled(cells) > header.length || cells.length < header.length,
  ).length
  return {
    delimiter,
    hasTexts: findColumns(uniqueNames(header), given).text !== undefined,
    misfits: below.length === 0 ? 1 : misfits / below.length,
    columns: header.length,
  }
}
