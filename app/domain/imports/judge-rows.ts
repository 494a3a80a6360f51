import { longestText } from '#domain/negotiation/recommendations'
import { plainText } from '#domain/text/content'
import { fold } from '#domain/text/folding'
import { withMark, type ParsedRow } from './parsed-row'
import { proposerKey, sameText } from './proposers'

/** Why a row is not taken; each has a message `import.refused.<code>`. */
export const rowRefusals = [
  'empty',
  'too-long',
  'no-sentence',
  'heading',
  'introduction',
  'around-table',
  'removed-by-change',
  'names-proposers',
] as const
export type RowRefusal = (typeof rowRefusals)[number]

/** What becomes of a row unless somebody decides otherwise. */
export const rowStates = ['taken', 'doubtful', 'refused', 'duplicate'] as const
export type RowState = (typeof rowStates)[number]

export type JudgedRow = {
  row: ParsedRow
  state: RowState
  reason?: RowRefusal
  /** The line that it repeats; 0 where the meeting has it already. */
  of?: number
  /** What its text is known by. */
  key: string
}

/** Shorter than this, a row in capitals or without a verb is a heading, in words. */
const headingWords = 12

/** So many words say something: in a column of recommendations, an act and what it is about. */
const fewestWords = { entry: 2, line: 3 } as const

/** Why this cannot be a recommendation; undefined where it can. */
export function refusalOf(text: string, place: keyof typeof fewestWords = 'line'): RowRefusal | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return 'empty'
  if (trimmed.length > longestText) return 'too-long'
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

/** Why this row cannot be a recommendation, whatever its file says of it. */
function refusalOfRow(row: ParsedRow, text: string): RowRefusal | undefined {
  if (row.doubts.includes('shown-in-part')) return 'too-long'
  return row.outside ?? refusalOf(text, row.isEntry ? 'entry' : 'line')
}

/** Nothing but who proposed it, as below a text that goes over several rows: a person joins it, or leaves it out. */
const isNameless = ({ outside, proposers, tags, notes }: ParsedRow): boolean =>
  outside === undefined && proposers.length + tags.length + notes.length > 0

/** The texts of a meeting by what they are known by, each with what its proposers are known by. */
export type PresentTexts = ReadonlyMap<string, readonly string[]>

/**
 * Decides what becomes of each row. A text that several delegations ask for is one item, with all of them as its
 * proposers; the rows that repeat it are duplicates of it.
 */
export function judgeRows(rows: readonly ParsedRow[], present: PresentTexts): JudgedRow[] {
  const first = new Map<string, JudgedRow>()
  return rows
    .map((row): JudgedRow => {
      const text = plainText(row.content)
      const key = sameText(text)
      const reason = refusalOfRow(row, text)
      if (reason === 'empty' && isNameless(row)) {
        return { row: { ...row, doubts: withMark(row.doubts, 'no-text') }, state: 'doubtful', key }
      }
      if (reason) return { row, state: 'refused', reason, key }
      const earlier = first.get(key)
      if (earlier) {
        earlier.row = joinNames(earlier.row, row)
        return { row, state: 'duplicate', of: earlier.row.line, key }
      }
      const judged: JudgedRow = { row, state: row.doubts.length > 0 ? 'doubtful' : 'taken', key }
      first.set(key, judged)
      return judged
    })
    .map((judged) => againstMeeting(judged, present))
}

function againstMeeting(judged: JudgedRow, present: PresentTexts): JudgedRow {
  const proposers = present.get(judged.key)
  if (!proposers || judged.state === 'refused' || judged.state === 'duplicate') return judged
  const known = new Set(proposers)
  if (judged.row.proposers.every((name) => known.has(proposerKey(name))))
    return { ...judged, state: 'duplicate', of: 0 }
  const row = { ...judged.row, doubts: withMark(judged.row.doubts, 'in-meeting-from-others') }
  return { ...judged, row, state: 'doubtful', of: 0 }
}

export function joinNames(row: ParsedRow, other: ParsedRow): ParsedRow {
  return {
    ...row,
    proposers: joined(row.proposers, other.proposers, proposerKey),
    tags: joined(row.tags, other.tags, fold),
    notes: joined(row.notes, other.notes, fold),
  }
}

function joined(
  names: readonly string[],
  others: readonly string[],
  keyOf: (name: string) => string,
): string[] {
  const keys = new Set(names.map(keyOf))
  return [...names, ...others.filter((name) => !keys.has(keyOf(name)))]
}
