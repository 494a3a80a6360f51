import type { Generated } from 'kysely'
import type { Bytes, Instant, Json } from './stored-types'

export type DocumentTable = {
  id: string
  /** One of `documentKinds`. */
  kind: string
  language: string
  created_at: Instant
  /** Raised in the transaction that changes who may edit; the sync server decides again when it moved. */
  access_version: Generated<number>
}

/** Append-only. `id` orders the log of a document; nothing here is ever changed or deleted. */
export type DocumentUpdateTable = {
  id: Generated<number>
  document_id: string
  payload: Bytes
  /** Who sent it; null for text that an import or the sample wrote. */
  participant_id: string | null
  at: Instant
  /** The entry at which the text read as this one makes it read again. */
  restores_id: Generated<number | null>
}

export type DocumentSnapshotTable = {
  document_id: string
  /** The last entry of the log that the state includes. */
  update_id: number
  state: Bytes
  at: Instant
}

/** Binds the base id of a session to its author in one document, for ever. */
export type DocumentAuthorTable = {
  document_id: string
  /** Unsigned 32 bits; stored as text because PostgreSQL's integer is signed. */
  base_id: string
  participant_id: string | null
  /** Set where the words are an amendment's: they belong to its sponsors. */
  amendment_id: string | null
  /** JSON: DelegationId[], for whom the author wrote at that time; empty for Chair, Rapporteur, secretariat. */
  delegations: Json
  since: Instant
}

/** Which letters of a document are copies of which others, in consecutive clocks. Never changed. */
export type DocumentOriginTable = {
  document_id: string
  client: number
  clock: number
  length: number
  /** The document in which they were written first. */
  origin_document_id: string
  origin_client: number
  origin_clock: number
}
