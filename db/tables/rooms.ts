import type { Generated } from 'kysely'
import type { Instant } from './stored-types'

/** Where the Chair is: what everybody who follows is shown. */
export type RoomTable = {
  meeting_id: string
  recommendation_id: string | null
  topic_id: string | null
  /** What of the text is on the screen: `text`, `amendments` or one `amendment`. */
  view: Generated<string>
  amendment_id: string | null
  /** Which kind of agenda item the meeting is at; a `topic` is named by `topic_id`. */
  agenda_kind: string | null
  /** When the Chair closed the list of speakers; null while it is open. */
  list_closed_at: Instant | null
  updated_at: Instant
}

/** How long one may speak at a meeting, where that differs from what is usual. */
export type SpeakingLimitTable = { meeting_id: string; name: string; seconds: number }

/** Somebody who asked for the floor: waiting, speaking (started), done (ended). */
export type SpeakerTable = {
  id: string
  meeting_id: string
  delegation_id: string
  kind: string
  position: number
  limit_seconds: number
  asked_at: Instant
  started_at: Instant | null
  ended_at: Instant | null
}
