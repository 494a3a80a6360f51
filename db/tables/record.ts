import type { Bytes, Instant } from './stored-types'

/** The state of the log at an instant, signed. */
export type CheckpointTable = {
  id: string
  /** The newest event, and its hash. */
  sequence: number
  event_hash: string
  /** The newest entry of the logs of texts that is included, and the hash of all of them. */
  update_id: number
  log_hash: string
  /** Of who is bound to which words and to which role, as far as it was settled then. */
  bindings_hash: string
  settled_until: Instant
  at: Instant
  /** Ed25519, both base64url. */
  public_key: string
  signature: string
}

/** A file of an issued list, written once. */
export type IssuedFileTable = {
  id: string
  list_id: string
  format: string
  language: string
  content: Bytes
  sha256: string
  at: Instant
}

/**
 * On a preliminary item that was withdrawn: what it brought into a paragraph stays. On a paragraph: it stands without
 * a source.
 */
export type LineageConfirmationTable = {
  recommendation_id: string
  reason: string
  confirmed_by: string
  confirmed_at: Instant
}

/** What must be corrected in a list, which itself never changes. */
export type ListCorrectionTable = {
  id: string
  list_id: string
  /** The item that it is about; null for the whole. */
  label: string | null
  language: string
  body: string
  recorded_by: string
  recorded_at: Instant
}

/** What became of an adopted list before the Commission. */
export type CommissionActionTable = {
  id: string
  list_id: string
  /** One of `commissionActionKinds`. */
  kind: string
  /** A day, as `2021-05-21`. */
  taken_on: string
  symbol: string
  session: string
  agenda_item: string
  language: string
  remarks: string
  recorded_by: string
  recorded_at: Instant
}
