import type { Flag, Instant, Json } from './stored-types'

/** One row: up to which event of the log everybody who is to be told has been told. */
export type NoticeCursorTable = { id: number; sequence: number }

/** One person is told of one event; there is never a second row for the two. */
export type NoticeTable = {
  id: string
  participant_id: string
  /** The event of the audit log. */
  sequence: number
  /** The event's type; the words are made when they are shown, in the language of the person who reads them. */
  type: string
  meeting_id: string | null
  recommendation_id: string | null
  at: Instant
  read_at: Instant | null
  /** `at-once`, `daily` or `none`, as the person wished when it was written. */
  delivery: string
  /** The mail that tells of it, once it is made. */
  mail_id: string | null
}

/** How a person wants to be told; without a row, at once and of everything. */
export type NoticeSettingTable = {
  participant_id: string
  delivery: string
  /** Of the daily digest. */
  hour: number
  /** IANA name; null for the meeting's. */
  time_zone: string | null
  /** JSON: NoticeKind[]. */
  muted_kinds: Json
  /** JSON: MeetingId[]. */
  muted_meetings: Json
}

/** A mail as it is sent, or as it is kept where no mail server is configured. */
export type MailTable = {
  id: string
  participant_id: string
  /** The group that it tells of; null where it tells of several, or of none. */
  expert_group_id: string | null
  address: string
  language: string
  subject: string
  text: string
  html: string
  /** Whether it tells of what the secretariat may not see. */
  confidential: Flag
  /** `waiting`, `sent`, `failed` or `kept`. */
  status: string
  attempts: number
  /** Not before this is it tried; while one process tries, the others are kept away by it. */
  next_attempt_at: Instant | null
  error: string | null
  created_at: Instant
  sent_at: Instant | null
}
