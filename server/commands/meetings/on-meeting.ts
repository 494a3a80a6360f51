import type { Db, Tx } from '#db/client'
import { findMeeting, moveMeeting, type Meeting } from '#db/queries/meetings'
import { decideMeeting } from '#domain/decide'
import type { MeetingId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import type { MeetingAction } from '#domain/status'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'

export function onMeeting(
  db: Db,
  actor: Actor,
  id: MeetingId,
  action: MeetingAction,
  write: (tx: Tx, meeting: Meeting, at: Date) => Promise<Result>,
): Promise<Result> {
  return inTransaction<Result>(db, async (tx) => {
    const meeting = await findMeeting(tx, id)
    if (!meeting || !can(actor, 'meeting.see', meeting)) return refuse('not-found')
    const decision = decideMeeting(meeting, action, actor)
    if (!decision.ok) return decision
    if (!(await moveMeeting(tx, meeting, decision.to))) return refuse('changed-meanwhile')
    return write(tx, meeting, new Date())
  })
}
