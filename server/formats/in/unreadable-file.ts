import type { UnknownTable } from '#domain/imports/import-file'

/** Why a whole file is not read; each has a message `import.unreadable.<code>`. */
export const fileRefusals = [
  'too-large',
  'encoding',
  'unknown-encoding',
  'format',
  'pdf',
  'rich-text',
  'open-document-text',
  'web-page',
  'broken',
  'encrypted',
  'old-or-encrypted',
  'old-word',
  'old-excel',
  'unsafe',
  'too-many-elements',
  'unzipped-too-large',
  'too-many-rows',
  'too-many-broken-rows',
  'too-slow',
  'too-much-memory',
  'ended',
  'cancelled',
  'no-text-column',
  'no-such-column',
  'no-such-sheet',
  'nothing',
] as const
export type FileRefusal = (typeof fileRefusals)[number]

export const isFileRefusal = (code: unknown): code is FileRefusal =>
  fileRefusals.some((known) => known === code)

/** A file that cannot be read, or is not, for the reason that the person who sent it is told. */
export class UnreadableFile extends Error {
  constructor(
    readonly code: FileRefusal,
    readonly table?: UnknownTable,
    options?: ErrorOptions,
  ) {
    super(code, options)
  }
}
