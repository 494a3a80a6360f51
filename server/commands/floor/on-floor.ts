import type { Db, Tx } from '#db/client'
import { recordEvent } from '#db/queries/events'
import { findMeeting, type Meeting } from '#db/queries/meetings'
import { findMeetingRoom, lockRoom, type MeetingRoom } from '#db/queries/rooms'
import { listSpeakers, type Speaker } from '#db/queries/speakers'
import type { EventType, Occurrence } from '#domain/events/events'
import type { MeetingId } from '#domain/ids'
import { isSignedIn, type Actor, type SignedInActor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'

/** What a change of the list knows: read under the meeting's lock. */
export type Floor = {
  tx: Tx
  meeting: Meeting
  by: SignedInActor
  speakers: readonly Speaker[]
  room: MeetingRoom
  at: Date
}

export function onFloor(
  db: Db,
  actor: Actor,
  id: MeetingId,
  change: (floor: Floor) => Promise<Result>,
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    await lockRoom(tx, id)
    const meeting = await findMeeting(tx, id)
    if (!meeting || !can(actor, 'meeting.see', meeting)) return refuse('not-found')
    if (!isSignedIn(actor)) return refuse('not-permitted')
    const [speakers, room] = [await listSpeakers(tx, id), await findMeetingRoom(tx, id)]
    return change({ tx, meeting, by: actor, speakers, room, at: new Date() })
  })
}

type FloorEvent = Extract<EventType, `floor.${string}`>

export async function recordOnFloor(
  { tx, meeting, by, at }: Floor,
  what: Occurrence<FloorEvent>,
): Promise<Result> {
  await recordEvent(tx, { ...what, subject: meeting.id, meeting: meeting.id, actor: by, at })
  return { ok: true }
}
