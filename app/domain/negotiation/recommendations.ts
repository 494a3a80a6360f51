import type { DocumentId, ParticipantId, RecommendationId, TopicId } from '#domain/ids'
import type { Language } from '#domain/languages'
import type { RecommendationFacts } from '#domain/permissions/recommendations'

export const recommendationKinds = ['conclusion', 'recommendation'] as const
export type RecommendationKind = (typeof recommendationKinds)[number]

/** `Omit` of each member of a union, which stays a union. */
type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never

type Described = {
  id: RecommendationId
  topic: TopicId | undefined
  kind: RecommendationKind
  position: number
  language: Language
  text: string
  document: DocumentId
  createdBy: ParticipantId | undefined
  createdAt: Date
  tabledAt: Date | undefined
  source: string | undefined
}

export type Recommendation = RecommendationFacts &
  Described & {
    /** How many brackets are open in the text. */
    brackets: number
    /** The text as its drafters wrote it, once it is tabled: no one else sees what they deleted. */
    draftDocument: DocumentId | undefined
  }

/** As it is stored first, in its meeting's group; no bracket is open in it unless it says so. */
export type NewRecommendation = DistributiveOmit<RecommendationFacts, 'group' | 'rights'> &
  Described & { brackets?: number }

/** What is the same for the whole product: longer ones are several recommendations. In characters. */
export const longestText = 20_000
/** A reason that a person gives for an act, in characters. */
export const longestReason = 2_000
