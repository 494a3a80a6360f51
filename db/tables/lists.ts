import type { Instant, Json } from './stored-types'

export type ListTable = {
  id: string
  meeting_id: string
  /** `preliminary`, `agreed-status` or `adopted`. */
  kind: string
  title: Json
  issued_by: string | null
  issued_at: Instant
  /** SHA-256 over `canonical`, hex. */
  hash: string
  /** The canonical form: the JSON that is exported, byte for byte. */
  canonical: Json
}

export type ListItemTable = {
  id: string
  list_id: string
  position: number
  label: string
  topic_id: string | null
  recommendation_id: string
  version_id: string
}
