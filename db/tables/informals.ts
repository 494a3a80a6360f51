import type { Instant } from './stored-types'

/** A small group's work on a paragraph apart from the room; its text is an amendment's. */
export type InformalTable = {
  id: string
  recommendation_id: string
  amendment_id: string
  status: string
  /** What the Chair asked the group to settle; may be empty. */
  task: string
  started_by: string
  started_at: Instant
  ended_by: string | null
  ended_at: Instant | null
  /** Why it was dissolved. */
  reason: string | null
}

export type InformalMemberTable = {
  informal_id: string
  delegation_id: string
  since: Instant
  left_at: Instant | null
}
