import { z } from 'zod'
import { suggestionOutcomes } from '#domain/consolidation/overlap/suggestions'
import type { RecommendationId, SuggestionId, TopicId } from '#domain/ids'
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

/** One step that is undone, with all of its items. */
export const reopenForm = z.object({ source: sources })

/** What is thought of items that are suggested together; `together` are those that stay together where it is split. */
export const suggestionForm = z.object({
  outcome: z.enum(suggestionOutcomes),
  items: sources,
  together: sources,
})

export const reopenSuggestionForm = z.object({
  suggestion: z.string().transform((text) => text as SuggestionId),
})
