import type { Day, Instant, Json } from './stored-types'

export type TagTable = {
  id: string
  expert_group_id: string
  /** `theme`, `addressee` or `cross-cutting-issue`. */
  kind: string
  name: Json
  retired_at: Instant | null
}

export type RecommendationTagTable = { recommendation_id: string; tag_id: string }

export type MandateTable = {
  id: string
  expert_group_id: string
  symbol: string
  title: Json
  adopted_on: Day | null
}

export type RecommendationMandateTable = { recommendation_id: string; mandate_id: string }
