import type { Db } from '#db/client'
import type { MeetingId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import type { Result } from '#server/frame/refusal'
import { moveMeetingBy } from './move-meeting-by'

const pastTense = { open: 'opened', close: 'closed', report: 'reported' } as const

/** A meeting begins, ends (and may be taken up again), or has reported to its parent body. */
export function changeMeeting(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; action: keyof typeof pastTense },
): Promise<Result> {
  return moveMeetingBy(db, actor, input.meeting, input.action, async ({ record }, meeting, at) => {
    await record({
      type: `meeting.${pastTense[input.action]}`,
      subject: meeting.id,
      meeting: meeting.id,
      at,
    })
    return { ok: true }
  })
}
