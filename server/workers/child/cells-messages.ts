import { z } from 'zod'
import { fileRefusals } from '#server/formats/in/unreadable-file'
import { limitsSchema } from './import-messages'

/** The job of the process that reads the cells of a spreadsheet. */
export const cellsJobSchema = z.object({ limits: limitsSchema, mostRows: z.int().positive() })
export type CellsJob = z.infer<typeof cellsJobSchema>

/** What it says back: the cells, or why the file is not read. */
export const cellsMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('cells'), rows: z.array(z.array(z.string())) }),
  z.object({ type: z.literal('refused'), code: z.enum(fileRefusals) }),
])
export type CellsMessage = z.infer<typeof cellsMessageSchema>
