import type { Db } from '#db/client'
import { recordEvent } from '#db/queries/events'
import type { MeetingId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import type { Result } from '#server/frame/refusal'
import { onMeeting } from './on-meeting'

const pastTense = { open: 'opened', close: 'closed', report: 'reported' } as const

/** A meeting begins, ends (and may be taken up again), or has reported to its parent body. */
export function changeMeeting(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; action: keyof typeof pastTense },
): Promise<Result> {
  return onMeeting(db, actor, input.meeting, input.action, async (tx, meeting, at) => {
    await recordEvent(tx, {
      type: `meeting.${pastTense[input.action]}`,
      subject: meeting.id,
      meeting: meeting.id,
      actor,
      at,
    })
    return { ok: true }
  })
}
