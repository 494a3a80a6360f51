import { z } from 'zod'
import { penMinutes } from '#components/people/pen-minutes'
import type { DelegationId } from '#domain/ids'
import { languages } from '#domain/languages'
import { audiences, stances, statementKinds } from '#domain/negotiation/positions'
import { longestReason, longestText } from '#domain/negotiation/recommendations'
import { contentSchema, parseJson } from '#domain/text/content-schema'

/** What the forms of the drafting desk send, each to an address of its own below the desk's. */

const delegation = z.string().transform((id) => id as DelegationId)
const reason = z.string().max(longestReason)

/** A button and nothing else. */
export const buttonForm = z.object({})

/** Moves a text from one status to the next; `seen` is what was open when the Chair was asked to confirm. */
export const moveForm = z.object({ reason: reason.optional(), seen: z.string().max(100).optional() })

export const reasonForm = z.object({ reason })

export const delegationForm = z.object({ delegation })

export const penForm = z.object({
  delegation,
  minutes: z.enum(['', ...penMinutes]).transform((minutes) => Number(minutes) || undefined),
})

/** Words that were refused as a direct edit, sent as JSON, to become an amendment instead. */
const writtenContent = z
  .string()
  .max(longestText * 4)
  .transform((text, context) => {
    const read = contentSchema.safeParse(parseJson(text))
    if (read.success) return read.data
    context.addIssue('no content')
    return z.NEVER
  })

export const amendForm = z.object({
  content: writtenContent.optional(),
  version: z.coerce.number().int().positive().optional(),
})

export const positionForm = z.object({
  stance: z.enum(stances),
  reason,
  audience: z.enum(audiences).default('all'),
})

export const statementForm = z.object({
  kind: z.enum(statementKinds),
  language: z.enum(languages),
  body: z.string().max(10_000),
})

export const liftBracketForm = z.object({ bracket: z.string().max(100), reason })

export const takeAlternativeForm = z.object({
  bracket: z.string().max(100),
  seen: z.string().max(100_000),
  reason,
})

export const deadlineForm = z.object({ deadline: z.string() })

export const termForm = z.object({ term: z.string().max(200) })

export const termOffForm = z.object({ tag: z.string().optional(), mandate: z.string().optional() })
