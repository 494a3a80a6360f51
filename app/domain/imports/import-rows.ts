import type { Language } from '#domain/languages'
import { longestText } from '#domain/negotiation/recommendations'
import { fold } from '#domain/text/folding'

/** One recommendation as a file has it; `line` counts from 1, and for Word files it is the paragraph. */
export type ImportRow = {
  line: number
  text: string
  proposers: string[]
  tags: string[]
  label?: string
  language?: Language
  /** A line that parts the rows of a table; it is reported and not taken. */
  isHeading?: true
  /** It stands in a column of recommendations: `Ratify CAT` is one there, and a heading elsewhere. */
  isEntry?: true
}

/** Why a row is not taken; each has a message `import.refused.<code>`. */
export const rowRefusals = ['empty', 'too-long', 'no-sentence', 'heading', 'undecodable'] as const
export type RowRefusal = (typeof rowRefusals)[number]

export type RefusedRow = { line: number; reason: RowRefusal; text: string }
/** `of` is the line that it repeats; 0 where the meeting has it already. */
export type DuplicateRow = { line: number; of: number; text: string }

export type SortedRows = { taken: ImportRow[]; refused: RefusedRow[]; duplicates: DuplicateRow[] }

/** Shorter than this, a row in capitals or without a verb is a heading, in words. */
const headingWords = 12

/** So many words say something: in a column of recommendations, an act and what it is about. */
const fewestWords = { entry: 2, line: 3 } as const

/** Why this cannot be a recommendation; undefined where it can. */
export function refusalOf(text: string, place: keyof typeof fewestWords = 'line'): RowRefusal | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return 'empty'
  if (trimmed.length > longestText) return 'too-long'
  // Bytes that were read in the wrong encoding, or control characters, are nothing that a person wrote.
  if (/\uFFFD|(?![\n\r\t])\p{Cc}/u.test(trimmed)) return 'undecodable'
  const visible = trimmed.replace(/\s/gu, '')
  const letters = visible.match(/[\p{Letter}\p{Mark}\u0640]/gu) ?? []
  if (letters.length < visible.length / 2) return 'no-sentence'
  // Several figures in a row are a line of a table, whatever stands behind them.
  if (/^(\d[\d.,%]*\s+){3}/u.test(trimmed)) return 'no-sentence'
  const words = trimmed.match(/[\p{Letter}\p{Mark}\u0640’'-]+/gu) ?? []
  const ideographs = /\p{Script=Han}/u.test(trimmed)
  // What begins with a number or a bullet and is that short is a scrap of a table or of a table of contents.
  const fewest = fewestWords[/^\p{Letter}/u.test(trimmed) ? place : 'line']
  if (words.length < fewest && !ideographs) return 'no-sentence'
  const cased = letters.filter((letter) => letter.toLowerCase() !== letter.toUpperCase())
  const capitals = cased.filter((letter) => letter === letter.toUpperCase())
  // `Ratify ICCPR and CAT` is mostly capitals and no heading: its first word is not.
  const first = words.find((word) => word.length > 1) ?? ''
  if (capitals.length > letters.length * 0.6 && first === first.toUpperCase()) return 'heading'
  const numbered = /^\d+(\.\d+)+\.?\s/u.test(trimmed)
  if (numbered && words.length < headingWords && !/[.;:]$/u.test(trimmed)) return 'heading'
  return undefined
}

/** The same text however it is spaced, marked or cased. */
export const sameText = (text: string): string =>
  fold(text)
    .replace(/[\s.;,]+/gu, ' ')
    .trim()

/**
 * Sorts rows into those to take, those to refuse with the reason, and those that repeat an earlier one.
 * @param present the texts that the meeting has already, each through `sameText`.
 */
export function sortRows(rows: readonly ImportRow[], present: ReadonlySet<string>): SortedRows {
  const sorted: SortedRows = { taken: [], refused: [], duplicates: [] }
  const seen = new Map<string, number>()
  for (const row of rows) {
    const text = row.text.normalize('NFC').trim()
    const reason = row.isHeading ? 'heading' : refusalOf(text, row.isEntry ? 'entry' : 'line')
    if (reason) {
      sorted.refused.push({ line: row.line, reason, text: text.slice(0, 200) })
      continue
    }
    const key = sameText(text)
    const earlier = present.has(key) ? 0 : seen.get(key)
    if (earlier !== undefined) {
      sorted.duplicates.push({ line: row.line, of: earlier, text: text.slice(0, 200) })
      continue
    }
    seen.set(key, row.line)
    sorted.taken.push({ ...row, text })
  }
  return sorted
}
