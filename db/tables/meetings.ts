import type { Generated } from 'kysely'
import type { Day, Instant, Json } from './stored-types'

export type MeetingTable = {
  id: string
  workplan_id: string
  position: number
  kind: string
  title: Json
  status: string
  starts_on: Day
  ends_on: Day
  place: Json
  /** IANA name, for example `Europe/Vienna`. */
  time_zone: string
  /** The number of the paragraph under which the first topic's items are lettered. */
  first_paragraph: number
  /** Of its documents; may be empty. */
  symbol: Generated<string>
  /** What each kind of delegation may do here: JSON of a RightsTable; null where the usual table holds. */
  rights: Generated<Json | null>
}

export type PostponementTable = {
  id: string
  meeting_id: string
  old_starts_on: Day
  old_ends_on: Day
  new_starts_on: Day
  new_ends_on: Day
  reason: Json
  at: Instant
}

export type TopicTable = {
  id: string
  meeting_id: string
  position: number
  title: Json
}
