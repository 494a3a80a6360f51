import type { Instant } from './stored-types'

/** What the search for overlap has read from a recommendation's text. */
export type OverlapTermsTable = {
  recommendation_id: string
  /** The version of the reading; terms that another one made are made again. */
  made_by: string
  /** `updated_at` of the recommendation when its text was read. */
  made_from: Instant
  language: string
  /** The stems of its words in their order, separated by spaces. */
  stems: string
  /** What it names, a line each. */
  instruments: string
}

/** An answer to the suggestion that items belong together. */
export type SuggestionTable = {
  id: string
  /** The evaluation meeting at which it was answered. */
  meeting_id: string
  /** `accepted`, `refused` or `split`. */
  outcome: string
  decided_by: string
  decided_at: Instant
  /** Set if the answer was taken back. */
  reopened_by: string | null
  reopened_at: Instant | null
}

/** The items of a suggestion; those with the same `part` were left together. */
export type SuggestionItemTable = { suggestion_id: string; recommendation_id: string; part: number }

/** What holds for two items; the one with the smaller identifier is the first. */
export type SuggestionPairTable = {
  meeting_id: string
  first_id: string
  second_id: string
  /** `together` or `apart`. */
  verdict: string
  suggestion_id: string
}
