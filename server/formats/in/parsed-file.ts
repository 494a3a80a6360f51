import type { FileFacts } from '#domain/imports/import-file'
import type { ParsedRow } from '#domain/imports/parsed-row'
import type { IsKnown } from '#domain/imports/proposers'
import type { ImportLimits } from './limits'

/** What a reader is given besides the file and the wishes of the person who sent it. */
export type ReadContext = {
  limits: ImportLimits
  isKnown: IsKnown
  /** Told how far the reading is, from 0 to 1. */
  onProgress: (share: number) => void
}

/** A table as it was understood, so that its columns can be chosen again. */
export type TableFacts = NonNullable<FileFacts['table']>

export type ParsedFile = FileFacts & { rows: ParsedRow[] }
