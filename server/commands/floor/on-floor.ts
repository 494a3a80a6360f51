import type { Db, Tx } from '#db/client'
import { appendAuditEvent } from '#db/queries/audit-events'
import { findMeeting, type Meeting } from '#db/queries/meetings'
import { findMeetingRoom, lockRoom, type MeetingRoom } from '#db/queries/rooms'
import { listSpeakers, type Speaker } from '#db/queries/speakers'
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

export async function record(
  { tx, meeting, by, at }: Floor,
  type: string,
  detail: Record<string, string | number>,
): Promise<Result> {
  const subject = { kind: 'meeting', id: meeting.id } as const
  await appendAuditEvent(tx, { type, subject, meeting: meeting.id, actor: by, detail, at })
  return { ok: true }
}
