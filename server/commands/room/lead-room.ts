import type { Meeting } from '#db/queries/meetings'
import { findMeetingRoom, lockRoom, saveMeetingRoom, type MeetingRoom } from '#db/queries/rooms'
import type { EventType, Occurrence } from '#domain/events/events'
import type { MeetingId } from '#domain/ids'
import type { Frame } from '#server/frame/command'
import { refuse, type Refusal, type Result } from '#server/frame/refusal'

type RoomEvent = Extract<EventType, `room.${string}`>
type Change = { room: MeetingRoom; event: Occurrence<RoomEvent> } | { refusal: Refusal }

/** Anyone who leads the meeting changes what its screen shows. */
export async function leadRoom(
  { tx, see, allow, record }: Frame,
  id: MeetingId,
  change: (room: MeetingRoom, meeting: Meeting) => Change,
): Promise<Result> {
  const meeting = await see.meeting(id)
  allow('room.lead', meeting)
  await lockRoom(tx, id)
  const made = change(await findMeetingRoom(tx, id), meeting)
  if ('refusal' in made) return refuse(made.refusal)
  const at = new Date()
  await saveMeetingRoom(tx, id, made.room, at)
  await record({ ...made.event, subject: id, meeting: id, at })
  return { ok: true }
}
