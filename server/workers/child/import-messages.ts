import { z } from 'zod'
import { fileFactsSchema, readOptionsSchema, unknownTableSchema } from '#domain/imports/import-file-schema'
import { judgedRowSchema } from '#domain/imports/row-schema'
import type { ImportLimits } from '#server/formats/in/limits'
import { fileRefusals } from '#server/formats/in/unreadable-file'

const count = z.number().nonnegative()

export const limitsSchema: z.ZodType<ImportLimits> = z.object({
  bytes: count,
  unzippedBytes: count,
  elements: count,
  rows: count,
  memoryMegabytes: count,
  seconds: count,
  processes: count,
})

/** What the process that reads a file is told. */
export const importJobSchema = z.object({
  name: z.string(),
  options: readOptionsSchema,
  limits: limitsSchema,
  /** Names and codes of the group's delegations. */
  names: z.array(z.string()),
  /** What the texts of the meeting are known by, each with the names of its proposers. */
  present: z.array(z.tuple([z.string(), z.array(z.string())])),
})
export type ImportJob = z.infer<typeof importJobSchema>

/** What it says back: how far it is, what the file is, its rows, or why it is not read. */
export const importMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), share: count }),
  z.object({ type: z.literal('file'), file: fileFactsSchema }),
  z.object({ type: z.literal('rows'), rows: z.array(judgedRowSchema) }),
  z.object({
    type: z.literal('refused'),
    code: z.enum(fileRefusals),
    table: unknownTableSchema.exactOptional(),
  }),
])
export type ImportMessage = z.infer<typeof importMessageSchema>
