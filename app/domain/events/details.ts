import { z } from 'zod'
import type { DelegationId, ParticipantId, RecommendationId } from '#domain/ids'
import { languages } from '#domain/languages'
import { outcomeCauses, outcomes } from '#domain/negotiation/outcomes'

/** An identifier of ours. */
export const id = <Id extends string>() => z.custom<Id>((value) => typeof value === 'string' && value !== '')

export const language = z.enum(languages)

export const localizedText = z.partialRecord(language, z.string())

/** An ISO instant, or a day. */
export const time = z.string()

export const nothing = z.object({})

/** The delegations that write a draft: `parties` may learn of what happens to it. */
export const parties = { parties: z.array(id<DelegationId>()).readonly() }

export const delegation = { delegation: id<DelegationId>() }

/** A frozen text: its number, and the SHA-256 of its canonical form. */
export const version = {
  version: z.int(),
  hash: z.string(),
  /** SHA-256 over who wrote which words. */
  authors: z.string().optional(),
  /** When and by whom it was frozen, and the last entry of the log that it includes. */
  frozen: z.object({ at: time, by: id<ParticipantId>().optional(), entry: z.number() }).optional(),
}

export const recommendation = { recommendation: id<RecommendationId>() }

/** What became of an amendment's changes, by their index. */
export const changeOutcomes = z.record(z.string(), z.enum(outcomes))

/** Why, by the index of the change: the words of the person who decided, or the decision that it follows from. */
export const changeReasons = {
  reasons: z.record(z.string(), z.string()).optional(),
  causes: z.record(z.string(), z.enum(outcomeCauses)).optional(),
}
