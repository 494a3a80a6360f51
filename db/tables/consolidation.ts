import type { Instant } from './stored-types'

export type DispositionTable = {
  id: string
  /** The preliminary item; unique: it has exactly one disposition. */
  recommendation_id: string
  kind: string
  reason: string | null
  decided_by: string
  decided_at: Instant
}

/** The consolidated paragraphs that a preliminary item went into; none for `not-retained`. */
export type DispositionTargetTable = { disposition_id: string; recommendation_id: string }
