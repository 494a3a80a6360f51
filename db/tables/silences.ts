import type { Instant } from './stored-types'

/** A silence procedure: at most one of a recommendation is `running`. */
export type SilenceTable = {
  id: string
  recommendation_id: string
  status: string
  started_by: string
  started_at: Instant
  deadline: Instant
  ended_at: Instant | null
  broken_by: string | null
  reason: string | null
}
