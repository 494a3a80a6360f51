import type { Language } from '#domain/languages'
import type { RecommendationKind } from '#domain/negotiation/recommendations'
import type { DocumentContent } from '#domain/text/content'
import type { TrackedText } from './tracked-text'

/** Why somebody must look at a row before it is taken; each has a message `import.doubt.<code>`. */
export const rowDoubts = [
  'more-cells',
  'fewer-cells',
  'same-name-columns',
  'same-key',
  'broken-quote',
  'lost-characters',
  'control-characters',
  'struck-through',
  'too-deep',
  'letters-differ',
  'formula',
  'symbol',
  'unknown-in-brackets',
  'in-meeting-from-others',
  'hidden-row',
  'no-text',
  'shown-in-part',
] as const
export type RowDoubt = (typeof rowDoubts)[number]

/** What is said of a row that is taken all the same; each has a message `import.remark.<code>`. */
export const rowRemarks = [
  'tracked-changes',
  'hidden-text',
  'footnotes',
  'comments',
  'images',
  'explanations',
  'invisible-characters',
  'proposers-in-brackets',
  'proposers-stay-in-text',
  'proposers-from-heading',
] as const
export type RowRemark = (typeof rowRemarks)[number]

/** One row of a table, paragraph or item as a file has it, before it is decided what becomes of it. */
export type ParsedRow = {
  /** Counts from 1: the line of a text or table; in Word files the paragraph or table row. */
  line: number
  content: DocumentContent
  /** The number that the file gives it. */
  label?: string
  kind?: RecommendationKind
  /** The heading under which it is. */
  topic?: string
  proposers: string[]
  tags: string[]
  /** What the file says, or what was detected. */
  language?: Language
  /** Footnotes, and lines that say something about the text. */
  notes: string[]
  doubts: RowDoubt[]
  remarks: RowRemark[]
  /** The row as the file has it, where the above may not say all of it. */
  raw?: string
  /** Its text with the changes that were tracked in it. */
  tracked?: TrackedText
  /** It is in a column of recommendations: `Ratify CAT` is one there, and a heading elsewhere. */
  isEntry?: true
  /** Why it is no item whatever it says. */
  outside?: 'heading' | 'introduction' | 'around-table' | 'removed-by-change' | 'names-proposers'
}

export const emptyRow = (line: number): ParsedRow => ({
  line,
  content: { blocks: [] },
  proposers: [],
  tags: [],
  notes: [],
  doubts: [],
  remarks: [],
})

/** Adds what is not there yet. */
export const withMark = <Mark extends RowDoubt | RowRemark>(marks: readonly Mark[], mark: Mark): Mark[] =>
  marks.includes(mark) ? [...marks] : [...marks, mark]
