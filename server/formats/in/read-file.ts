import type { ImportRow } from '#domain/imports/import-rows'
import type { Language } from '#domain/languages'

/** Why a whole file cannot be read; each has a message `import.unreadable.<code>`. */
export const fileRefusals = [
  'encoding',
  'unknown-encoding',
  'format',
  'no-text-column',
  'no-such-column',
  'nothing',
] as const
export type FileRefusal = (typeof fileRefusals)[number]

export class UnreadableFile extends Error {
  constructor(readonly code: FileRefusal) {
    super(code)
  }
}

/** Which column of a table is what. */
export type Columns = Partial<Record<'text' | 'proposer' | 'tags' | 'label' | 'language', string>>

export type ReadOptions = {
  /** A name that iconv knows; without it UTF-8 is expected. */
  encoding?: string | undefined
  columns?: Columns | undefined
  /** The language of texts that do not say it themselves. */
  language?: Language | undefined
}

export type ReadFile = { rows: ImportRow[]; columns: Columns; columnNames: string[] }
