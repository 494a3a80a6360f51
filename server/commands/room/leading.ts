import type { Tx } from '#db/client'
import { recordEvent } from '#db/queries/events'
import { findMeeting, type Meeting } from '#db/queries/meetings'
import { findMeetingRoom, lockRoom, saveMeetingRoom, type MeetingRoom } from '#db/queries/rooms'
import type { EventType, Occurrence } from '#domain/events/events'
import type { MeetingId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { refuse, type Refusal, type Result } from '#server/frame/refusal'

type RoomEvent = Extract<EventType, `room.${string}`>
type Change = { room: MeetingRoom; event: Occurrence<RoomEvent> } | { refusal: Refusal }

export async function lead(
  tx: Tx,
  actor: Actor,
  id: MeetingId,
  change: (room: MeetingRoom, meeting: Meeting) => Change,
): Promise<Result> {
  const meeting = await findMeeting(tx, id)
  if (!meeting || !can(actor, 'meeting.see', meeting)) return refuse('not-found')
  if (!can(actor, 'room.lead', meeting)) return refuse('not-permitted')
  await lockRoom(tx, id)
  const made = change(await findMeetingRoom(tx, id), meeting)
  if ('refusal' in made) return refuse(made.refusal)
  const at = new Date()
  await saveMeetingRoom(tx, id, made.room, at)
  await recordEvent(tx, { ...made.event, subject: id, meeting: id, actor, at })
  return { ok: true }
}
