import { z } from 'zod'
import type { DelegationId } from '#domain/ids'
import type { DocumentContent, Inline } from './content'

const text = z.object({
  type: z.literal('text'),
  text: z.string(),
  bold: z.literal(true).exactOptional(),
  italic: z.literal(true).exactOptional(),
  underline: z.literal(true).exactOptional(),
})
const mandate = z.object({ type: z.literal('mandate'), symbol: z.string() })
const bracket = z.object({
  type: z.literal('bracket'),
  requestedBy: z.string().transform((id) => id as DelegationId | ''),
  reason: z.string(),
  since: z.iso.datetime().exactOptional(),
  alternative: z.int().positive().exactOptional(),
  children: z.lazy(() => z.array(inline)),
})
const inline: z.ZodType<Inline> = z.union([text, mandate, bracket])

/** A text that comes from outside, as JSON. */
export const contentSchema: z.ZodType<DocumentContent> = z.object({
  blocks: z.array(z.object({ type: z.enum(['paragraph', 'sub-item']), children: z.array(inline) })),
})

/** What a text says as JSON; undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
