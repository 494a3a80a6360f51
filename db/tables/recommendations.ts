import type { Generated } from 'kysely'
import type { Instant, Json } from './stored-types'

export type RecommendationTable = {
  id: string
  meeting_id: string
  topic_id: string | null
  stage: string
  kind: string
  status: string
  /** Order within the topic. */
  position: number
  language: string
  /** Plain text of the working text or, once frozen, of its last version; kept for lists and search. */
  text: string
  /** `text` folded for searching: lower case, without marks and tatweel. */
  search_text: string
  /** How many brackets are open in the text, nested ones counted each. */
  brackets: Generated<number>
  document_id: string
  /** The text as its parties drafted it, which no one else sees; null until it is tabled. */
  draft_document_id: Generated<string | null>
  created_by: string | null
  created_at: Instant
  updated_at: Instant
  tabled_at: Instant | null
  /** Where an imported item came from: file name and line; null for what was drafted here. */
  source: string | null
}

export type RecommendationSponsorTable = {
  recommendation_id: string
  delegation_id: string
  /** `proposer`, `sponsor` or `invited`. */
  role: string
  position: number
  since: Instant
}

export type PenTable = {
  recommendation_id: string
  delegation_id: string
  given_by: string
  given_at: Instant
  until: Instant | null
}

export type VersionTable = {
  id: string
  recommendation_id: string
  number: number
  language: string
  text: string
  /** JSON: DocumentContent, the blocks and their formatting. */
  content: Json
  /** SHA-256 of the canonical form of language and content, hex. */
  hash: string
  /** SHA-256 over who wrote which words; empty for texts without a writer among the participants. */
  authors_hash: Generated<string>
  reason: string
  created_by: string | null
  created_at: Instant
  /** The last entry of the document's log that this version includes. */
  update_id: number
}

/** How far a person has read a recommendation's text. */
export type LastLookTable = {
  participant_id: string
  recommendation_id: string
  /** The last entry of the document's log that was seen. */
  update_id: number
  at: Instant
}
