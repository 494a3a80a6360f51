import type { Db, Tx } from '#db/client'
import type { ExpertGroup } from '#db/queries/groups'
import { findMeeting, lockMeeting, type Meeting } from '#db/queries/meetings'
import type { MeetingId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { meetingIs } from '#domain/status'
import { inGroup } from '#server/commands/groups/in-group'
import { refuse, type Result } from '#server/frame/refusal'

/** Changes what is planned for a meeting, until it has reported. */
export async function inMeeting(
  db: Db,
  actor: Actor,
  id: MeetingId,
  write: (tx: Tx, meeting: Meeting, group: ExpertGroup, at: Date) => Promise<Result>,
): Promise<Result> {
  // Meetings never change their group.
  const found = await findMeeting(db, id)
  if (!found) return refuse('not-found')
  const place = { group: found.group, action: 'workplan.manage' } as const
  return inGroup<object>(db, actor, place, async (tx, group, at) => {
    await lockMeeting(tx, id)
    const meeting = await findMeeting(tx, id)
    if (!meeting) return refuse('not-found')
    if (meetingIs.reported(meeting.status)) return refuse('wrong-status')
    return write(tx, meeting, group, at)
  })
}
