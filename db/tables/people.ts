import type { Generated } from 'kysely'
import type { Flag, Instant, Json } from './stored-types'

export type DelegationTable = {
  id: string
  expert_group_id: string
  kind: string
  name: Json
  code: string
  regional_group: string | null
}

export type ParticipantTable = {
  id: string
  name: string
  email: string
  language: string
  administrator: Generated<Flag>
  created_at: Instant
}

/** A person's role in an expert group; ended ones stay, so that it is known who was what when. */
export type MembershipTable = {
  id: string
  participant_id: string
  expert_group_id: string
  /** Where it holds for one meeting only. */
  meeting_id: string | null
  role: string
  delegation_id: string | null
  since: Instant
  ended_at: Instant | null
}

export type AccountTable = {
  participant_id: string
  /** argon2id, in PHC string form. */
  password_hash: string
  updated_at: Instant
}

export type SessionTable = {
  /** SHA-256 of the cookie's token, hex: a copy of the database opens no session. */
  id: string
  participant_id: string
  created_at: Instant
  expires_at: Instant
  revoked_at: Instant | null
  last_used_at: Instant
  /** As the person knows it, such as "Firefox, Windows"; empty where it is not known. */
  browser: string
}

export type SignInFailureTable = {
  /** SHA-256 of who tried to sign in to which account. */
  subject: string
  failures: number
  last_at: Instant
  blocked_until: Instant
}

/** A link in a mail that opens an account once. */
export type AccountLinkTable = {
  /** SHA-256 of the token in the link, hex: a copy of the database opens no account. */
  id: string
  participant_id: string
  purpose: string
  created_at: Instant
  expires_at: Instant
  used_at: Instant | null
}
