import { z } from 'zod'
import type { RecommendationId, TopicId } from '#domain/ids'
import { longestReason, recommendationKinds } from '#domain/negotiation/recommendations'

/** What the forms of the consolidation desk send, each to an address of its own below the desk's. */

const id = z.string().transform((text) => text as RecommendationId)
const sources = z
  .union([id, z.array(id)])
  .optional()
  .transform((value) => [value ?? []].flat())
const reason = z.string().max(longestReason)

export const paragraphForm = z.object({
  topic: z.string().transform((text) => text as TopicId),
  kind: z.enum(recommendationKinds),
  sources,
})

export const addSourcesForm = z.object({ paragraph: id, sources })

export const removeSourceForm = z.object({ paragraph: id, source: id })

export const notRetainedForm = z.object({ sources, reason })

export const sourceForm = z.object({ source: id })

export const keepForm = z.object({ paragraph: id, reason })
