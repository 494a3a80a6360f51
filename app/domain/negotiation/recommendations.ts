import type { DocumentId, MeetingId, ParticipantId, RecommendationId, TopicId } from '#domain/ids'
import type { Language } from '#domain/languages'
import type { RecommendationFacts } from '#domain/permissions/recommendations'

export const recommendationKinds = ['conclusion', 'recommendation'] as const
export type RecommendationKind = (typeof recommendationKinds)[number]

/** As it is stored first: no bracket is open in it unless it says so. */
export type NewRecommendation = RecommendationFacts & {
  id: RecommendationId
  meeting: MeetingId
  topic: TopicId | undefined
  kind: RecommendationKind
  position: number
  language: Language
  text: string
  /** How many brackets are open in the text. */
  brackets?: number
  document: DocumentId
  createdBy: ParticipantId | undefined
  createdAt: Date
  tabledAt: Date | undefined
  source: string | undefined
}

export type Recommendation = NewRecommendation & {
  brackets: number
  /** The text as its drafters wrote it, once it is tabled: nobody else sees what they deleted. */
  draftDocument: DocumentId | undefined
}

/** What is the same for the whole product: longer ones are several recommendations. In characters. */
export const longestText = 20_000
/** A reason that a person gives for an act, in characters. */
export const longestReason = 2_000
