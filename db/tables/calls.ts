import type { Flag, Instant, Json } from './stored-types'

export type CallTable = {
  id: string
  list_id: string
  title: Json
  instructions: string
  status: string
  deadline: Instant
  created_by: string
  created_at: Instant
}

export type SubmissionTable = {
  id: string
  call_id: string
  delegation_id: string
  status: string
  language: string
  general_remarks: string
  late: Flag
  updated_by: string
  updated_at: Instant
  submitted_at: Instant | null
  published_at: Instant | null
}

export type CommentTable = {
  id: string
  submission_id: string
  list_item_id: string
  /** `support`, `support-with-changes`, `question` or `objection`. */
  position: string
  body: string
}
