import { z } from 'zod'
import { languages } from '#domain/languages'
import { recommendationKinds } from '#domain/negotiation/recommendations'
import { contentSchema } from '#domain/text/content-schema'
import { rowRefusals, rowStates, type JudgedRow } from './judge-rows'
import { rowDoubts, rowRemarks, type ParsedRow } from './parsed-row'
import { changeDecisions, type TrackedText } from './tracked-text'

const text = z.string()
const place = z.int().nonnegative()

const tracked: z.ZodType<TrackedText> = z.object({
  blocks: z.array(
    z.object({
      type: z.enum(['paragraph', 'sub-item']),
      level: z.union([z.literal(1), z.literal(2)]).exactOptional(),
      pieces: z.array(
        z.object({
          text,
          format: place,
          inserted: place.exactOptional(),
          deleted: place.exactOptional(),
          isBreak: z.literal(true).exactOptional(),
        }),
      ),
    }),
  ),
  changes: z.array(
    z.object({ kind: z.enum(['insertion', 'deletion', 'move']), author: text, date: text.exactOptional() }),
  ),
  decisions: z.array(z.enum(changeDecisions)),
})

/** A row of a file as a process that read it hands it over, and as it is kept. */
export const rowSchema: z.ZodType<ParsedRow> = z.object({
  line: place,
  content: contentSchema,
  label: text.exactOptional(),
  kind: z.enum(recommendationKinds).exactOptional(),
  topic: text.exactOptional(),
  proposers: z.array(text),
  tags: z.array(text),
  language: z.enum(languages).exactOptional(),
  notes: z.array(text),
  doubts: z.array(z.enum(rowDoubts)),
  remarks: z.array(z.enum(rowRemarks)),
  raw: text.exactOptional(),
  tracked: tracked.exactOptional(),
  isEntry: z.literal(true).exactOptional(),
  outside: z
    .enum(['heading', 'introduction', 'around-table', 'removed-by-change', 'names-proposers'])
    .exactOptional(),
})

export const judgedRowSchema: z.ZodType<JudgedRow> = z.object({
  row: rowSchema,
  state: z.enum(rowStates),
  reason: z.enum(rowRefusals).exactOptional(),
  of: place.exactOptional(),
  key: text,
})
