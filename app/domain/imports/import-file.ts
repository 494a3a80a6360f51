import type { ImportId, ImportRowId, MeetingId, ParticipantId, TopicId } from '#domain/ids'
import type { ImportStatus } from '#domain/status'
import type { Language } from '#domain/languages'
import type { JudgedRow } from './judge-rows'
import type { Mapping } from './mapping'
import type { ChangeDecision } from './tracked-text'

export const columnKeys = [
  'text',
  'proposer',
  'tags',
  'label',
  'topic',
  'kind',
  'language',
  'mandates',
] as const
export type ColumnKey = (typeof columnKeys)[number]

/** Which column of a table is what, by its name; columns of one name are told apart by a number. */
export type Columns = Partial<Record<ColumnKey, string>>

/** How somebody wants a file to be read. */
export type ReadOptions = {
  /** A name that iconv knows; without it the file is asked. */
  encoding?: string | undefined
  columns?: Columns | undefined
  /** The sheet of a spreadsheet, by name; without it the first that has texts. */
  sheet?: string | undefined
  /** The language of all texts; without it each is asked. */
  language?: Language | undefined
  /** What becomes of tracked changes in the structure of a Word file, and at first of those in its texts. */
  changes?: ChangeDecision | undefined
}

export const importFormats = ['csv', 'xlsx', 'ods', 'json', 'docx', 'text'] as const
export type ImportFormat = (typeof importFormats)[number]

/** What is said of a whole file; each has a message `import.note.<code>`. */
export const fileNotes = [
  'encoding-guessed',
  'macros-left-out',
  'external-content',
  'hidden-text-left-out',
  'comments-left-out',
  'images-left-out',
  'embedded-left-out',
  'changes-tracked',
  'above-header',
  'other-sheets',
  'unread-columns',
  'hidden-rows',
  'hidden-columns',
  'hidden-sheets',
  'formulas',
] as const
export type FileNote = { code: (typeof fileNotes)[number]; count?: number; detail?: string }

/** What a file turned out to be. */
export type FileFacts = {
  format: ImportFormat
  encoding?: string
  /** A table as it was understood, so that its columns can be chosen again. */
  table?: {
    columnNames: string[]
    columns: Columns
    sheets?: string[]
    sheet?: string
    /** What parts the cells of a text file. */
    delimiter?: string
  }
  notes: FileNote[]
}

/** A table whose columns somebody must choose, with its first rows. */
export type UnknownTable = { columnNames: string[]; sample: string[][]; sheets?: string[]; sheet?: string }

/** How often the rows of a file name whom and what. */
export type UsedNames = {
  proposers: Record<string, number>
  tags: Record<string, number>
  topics: Record<string, number>
}

/** A file that somebody sent in, and how far it has come. */
export type ImportFile = {
  id: ImportId
  meeting: MeetingId
  createdBy: ParticipantId | undefined
  createdAt: Date
  updatedAt: Date
  name: string
  size: number
  status: ImportStatus
  /** Which reading of it this is. */
  reading: number
  progress: number
  refusal: string | undefined
  unknownTable: UnknownTable | undefined
  options: ReadOptions
  topic: TopicId | undefined
  mapping: Mapping
  facts: FileFacts | undefined
  names: UsedNames | undefined
}

/** What is looked at: everything, what becomes an item, or what does not for one of the reasons. */
export const rowFilters = ['all', 'taken', 'doubtful', 'refused', 'duplicate'] as const
export type RowFilter = (typeof rowFilters)[number]

export const rowChoices = ['take', 'leave'] as const
export type RowChoice = (typeof rowChoices)[number]

/** A row of a file as it is kept, with what somebody decided about it. */
export type ImportRow = JudgedRow & { id: ImportRowId; position: number; choice: RowChoice | undefined }

/** Whether a row becomes an item when the file is imported. */
export const isTaken = ({ state, choice }: Pick<ImportRow, 'state' | 'choice'>): boolean =>
  choice ? choice === 'take' : state === 'taken'
