import { z } from 'zod'
import type { DelegationId } from '#domain/ids'
import { cleanLine } from './characters'
import type { DocumentContent, Inline } from './content'

/** What one text may hold at most; the same as what its live document may hold. */
export const contentLimits = { blocks: 5_000, inlines: 20_000, letters: 500_000, reason: 1_000 } as const

const text = z.object({
  type: z.literal('text'),
  text: z.string().max(contentLimits.letters).transform(cleanLine),
  bold: z.literal(true).exactOptional(),
  italic: z.literal(true).exactOptional(),
  underline: z.literal(true).exactOptional(),
})
const bracket = z.object({
  type: z.literal('bracket'),
  requestedBy: z
    .string()
    .regex(/^[0-9A-Za-z-]{0,64}$/u)
    .transform((id) => id as DelegationId | ''),
  reason: z.string().transform(cleanLine).pipe(z.string().max(contentLimits.reason)),
  since: z.iso.datetime().exactOptional(),
  alternative: z.int().positive().max(99).exactOptional(),
  children: z.lazy(() => z.array(inline).max(contentLimits.inlines)),
})
const inline: z.ZodType<Inline> = z.union([text, bracket])

/** A text that comes from outside, as JSON: what no text may hold is left out of its lines. */
export const contentSchema: z.ZodType<DocumentContent> = z.object({
  blocks: z
    .array(
      z.object({
        type: z.enum(['paragraph', 'sub-item']),
        level: z.union([z.literal(1), z.literal(2)]).exactOptional(),
        children: z.array(inline).max(contentLimits.inlines),
      }),
    )
    .max(contentLimits.blocks),
})

/** What a text says as JSON; undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
