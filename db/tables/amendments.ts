import type { Generated } from 'kysely'
import type { Instant } from './stored-types'

export type AmendmentTable = {
  id: string
  /** `text`, `new-paragraph` or `deletion`. */
  kind: Generated<string>
  /** The amendment that this one amends. */
  parent_id: Generated<string | null>
  /** The withdrawn amendment that this one takes over. */
  continues_id: Generated<string | null>
  /** Of a new paragraph: the one after which it shall stand; null for the end of its topic. */
  after_id: Generated<string | null>
  recommendation_id: string
  document_id: string
  /** The text as its parties drafted it, which no one else sees; null until it is tabled. */
  draft_document_id: Generated<string | null>
  base_version_id: string
  status: string
  language: string
  /** Plain text of the amended text, kept for lists. */
  text: string
  rationale: string
  created_by: string
  created_at: Instant
  updated_at: Instant
  tabled_at: Instant | null
  decided_by: string | null
  decided_at: Instant | null
  decision_reason: string | null
}

export type AmendmentSponsorTable = {
  amendment_id: string
  delegation_id: string
  /** `proposer`, `sponsor` or `invited`. */
  role: string
  position: number
  since: Instant
}

/** One change of a tabled amendment on the merge desk: what was chosen for it, and what became of it. */
export type AmendmentChangeTable = {
  amendment_id: string
  /** Its place among the amendment's changes, from 0. */
  change_index: number
  /** Chosen and not yet taken into the text; null where nothing is chosen. */
  choice: string | null
  chosen_by: string | null
  chosen_at: Instant | null
  outcome: string | null
  /** Why it was not taken, in the words of the person who decided. */
  reason: Generated<string | null>
  /** The decision on something else that superseded it. */
  cause: Generated<string | null>
  decided_by: string | null
  decided_at: Instant | null
}
