import type { Instant, Json } from './stored-types'

export type DelegationTable = {
  id: string
  kind: string
  name: Json
  code: string
  regional_group: string | null
}

export type ParticipantTable = {
  id: string
  name: string
  email: string
  role: string
  delegation_id: string | null
  language: string
  created_at: Instant
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
}

export type SignInAttemptTable = {
  id: string
  /** SHA-256 of the address or the network address that was tried. */
  subject: string
  at: Instant
}
