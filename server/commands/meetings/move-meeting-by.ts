import type { Db } from '#db/client'
import { moveMeeting, type Meeting } from '#db/queries/meetings'
import { decideMeeting } from '#domain/decide'
import type { MeetingId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import type { MeetingAction } from '#domain/status'
import { command, type Frame } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'

/** What moves a meeting from one status to the next. */
export function moveMeetingBy(
  db: Db,
  actor: Actor,
  id: MeetingId,
  action: MeetingAction,
  write: (frame: Frame, meeting: Meeting, at: Date) => Promise<Result>,
): Promise<Result> {
  return command<Result>(db, actor, async (frame) => {
    const { tx, see, decided } = frame
    const meeting = await see.meeting(id)
    const to = decided(decideMeeting(meeting, action, actor))
    if (!(await moveMeeting(tx, meeting, to))) return refuse('changed-meanwhile')
    return write(frame, meeting, new Date())
  })
}
