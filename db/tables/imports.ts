import type { Bytes, Instant, Json } from './stored-types'

/** A file that somebody sent in to be imported. */
export type ImportFileTable = {
  id: string
  meeting_id: string
  /** Null where the operator sent it. */
  created_by: string | null
  created_at: Instant
  updated_at: Instant
  name: string
  size: number
  status: string
  /** Counts how often it was read: rows of an earlier reading that is still going on are not taken. */
  reading: number
  /** Until when a process has it to itself. */
  claimed_until: Instant | null
  /** How far the reading is, from 0 to 1. */
  progress: number
  /** Why it was not read. */
  refusal: string | null
  /** JSON: the table whose columns somebody must choose. */
  unknown_table: Json | null
  /** JSON: ReadOptions. */
  options: Json
  topic_id: string | null
  /** JSON: Mapping. */
  mapping: Json
  /** JSON: FileFacts. */
  facts: Json | null
  /** JSON: UsedNames. */
  names: Json | null
}

/** A part of a file, kept while it may be read again: until its rows were written or given up. */
export type ImportPieceTable = {
  import_id: string
  /** Their order, from 0. */
  position: number
  bytes: Bytes
}

export type ImportRowTable = {
  id: string
  import_id: string
  /** Their order; a row that is split gets one between its neighbours. */
  position: number
  line: number
  state: string
  reason: string | null
  of_line: number | null
  /** What its text is known by. */
  text_key: string
  /** What somebody decided: `take`, `leave`, or null for what its state says. */
  choice: string | null
  /** JSON: ParsedRow. */
  row: Json
}

/** Where an item came from that an import made, and what the file says that has no place of its own. */
export type ImportedItemTable = {
  recommendation_id: string
  import_id: string
  file: string
  line: number
  label: string | null
  /** JSON: the names of proposers as the file has them. */
  proposers: Json
  /** JSON: footnotes and explanations. */
  notes: Json
}
