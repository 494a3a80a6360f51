import type { Instant, Json } from './stored-types'

/** Append-only and hash-chained; `sequence` has no gaps a reader could miss: appends are serialized. */
export type AuditEventTable = {
  sequence: number
  id: string
  type: string
  /** The group whose members may learn of it; null for what concerns the installation. */
  expert_group_id: string | null
  /** The meeting whose screens must learn of it; null where it is no one's meeting. */
  meeting_id: string | null
  subject_kind: string
  subject_id: string
  actor_id: string | null
  actor_role: string | null
  delegation_id: string | null
  reason: string | null
  /** JSON: what else the event says. */
  detail: Json
  at: Instant
  previous_hash: string
  hash: string
}
