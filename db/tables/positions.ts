import type { Instant, Json } from './stored-types'

/** What a delegation thinks of a text; one for each delegation. */
export type PositionTable = {
  recommendation_id: string
  delegation_id: string
  stance: string
  /** `all`, or `chair` for the Chair alone. */
  audience: string
  reason: string
  participant_id: string
  at: Instant
}

/** A reservation or an explanation of position, recorded with an agreed text. */
export type StatementTable = {
  id: string
  recommendation_id: string
  delegation_id: string
  kind: string
  language: string
  content: Json
  participant_id: string
  at: Instant
}
