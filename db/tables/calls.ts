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
  /** Empty until it is chosen. */
  position: string
  body: string
}

/** What was submitted, as it was; what a delegation goes on writing is in its submission. */
export type SubmissionVersionTable = {
  id: string
  submission_id: string
  number: number
  language: string
  general_remarks: string
  general_late: Flag
  submitted_by: string
  submitted_at: Instant
}

export type SubmissionCommentTable = {
  version_id: string
  /** The comment that it is a version of. */
  comment_id: string
  list_item_id: string
  position: string
  body: string
  late: Flag
}
