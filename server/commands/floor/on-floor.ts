import type { Db, Tx } from '#db/client'
import { type Meeting } from '#db/queries/meetings'
import { findMeetingRoom, lockRoom, type MeetingRoom } from '#db/queries/rooms'
import { listSpeakers, type Speaker } from '#db/queries/speakers'
import type { EventType, Occurrence } from '#domain/events/events'
import type { MeetingId } from '#domain/ids'
import { type Actor, type SignedInActor } from '#domain/people/participants'
import { command, type Frame } from '#server/frame/command'
import { type Result } from '#server/frame/refusal'

/** What a change of the list knows: read under the meeting's lock. */
export type Floor = {
  tx: Tx
  meeting: Meeting
  by: SignedInActor
  record: Frame['record']
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
  return command(db, actor, async ({ tx, see, person, record }) => {
    await lockRoom(tx, id)
    const meeting = await see.meeting(id)
    const by = person()
    const [speakers, room] = [await listSpeakers(tx, id), await findMeetingRoom(tx, id)]
    return change({ tx, meeting, by, record, speakers, room, at: new Date() })
  })
}

type FloorEvent = Extract<EventType, `floor.${string}`>

export async function recordOnFloor(
  { record, meeting, at }: Floor,
  what: Occurrence<FloorEvent>,
): Promise<Result> {
  await record({ ...what, subject: meeting.id, meeting: meeting.id, at })
  return { ok: true }
}
