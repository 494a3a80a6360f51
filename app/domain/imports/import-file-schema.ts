import { z } from 'zod'
import { languages } from '#domain/languages'
import {
  columnKeys,
  fileNotes,
  importFormats,
  type Columns,
  type FileFacts,
  type ReadOptions,
  type UnknownTable,
  type UsedNames,
} from './import-file'
import { changeDecisions } from './tracked-text'

const count = z.number().nonnegative()
export const columnsSchema: z.ZodType<Columns> = z.partialRecord(z.enum(columnKeys), z.string())

export const readOptionsSchema: z.ZodType<ReadOptions> = z.object({
  encoding: z.string().optional(),
  columns: columnsSchema.optional(),
  sheet: z.string().optional(),
  language: z.enum(languages).optional(),
  changes: z.enum(changeDecisions).optional(),
})

/** What a file turned out to be. */
export const fileFactsSchema: z.ZodType<FileFacts> = z.object({
  format: z.enum(importFormats),
  encoding: z.string().exactOptional(),
  /** A table as it was understood, so that its columns can be chosen again. */
  table: z
    .object({
      columnNames: z.array(z.string()),
      columns: columnsSchema,
      sheets: z.array(z.string()).exactOptional(),
      sheet: z.string().exactOptional(),
      /** What parts the cells of a text file. */
      delimiter: z.string().exactOptional(),
    })
    .exactOptional(),
  notes: z.array(
    z.object({ code: z.enum(fileNotes), count: count.exactOptional(), detail: z.string().exactOptional() }),
  ),
})

/** A table whose columns somebody must choose, with its first rows. */
export const unknownTableSchema: z.ZodType<UnknownTable> = z.object({
  columnNames: z.array(z.string()),
  sample: z.array(z.array(z.string())),
  sheets: z.array(z.string()).exactOptional(),
  sheet: z.string().exactOptional(),
})

/** How often the rows of a file name whom and what. */
export const usedNamesSchema: z.ZodType<UsedNames> = z.object({
  proposers: z.record(z.string(), count),
  tags: z.record(z.string(), count),
  topics: z.record(z.string(), count),
})
