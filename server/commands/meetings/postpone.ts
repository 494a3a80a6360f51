import type { Db } from '#db/client'
import { recordEvent } from '#db/queries/events'
import { postponeMeeting as savePostponement } from '#db/queries/meetings'
import type { MeetingId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import type { Actor } from '#domain/people/participants'
import { areDays } from '#domain/time/days'
import { refuse, type Result } from '#server/frame/refusal'
import { onMeeting } from './on-meeting'

/** A planned meeting gets other dates; the old ones stay beside them, with the reason. */
export function postponeMeeting(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; startsOn: string; endsOn: string; reason: LocalizedText },
): Promise<Result> {
  return onMeeting(db, actor, input.meeting, 'postpone', async (tx, meeting, at) => {
    const { startsOn, endsOn } = input
    if (!areDays(startsOn, endsOn)) return refuse('invalid')
    const [reason] = Object.values(input.reason)
    if (!reason?.trim()) return refuse('reason-required')
    if (startsOn === meeting.startsOn && endsOn === meeting.endsOn) return refuse('nothing-changed')
    const dates = { startsOn, endsOn, reason: input.reason, at }
    if (!(await savePostponement(tx, meeting, dates))) return refuse('changed-meanwhile')
    await recordEvent(tx, {
      type: 'meeting.postponed',
      subject: meeting.id,
      meeting: meeting.id,
      actor,
      reason: reason.trim(),
      detail: {
        old: [meeting.startsOn, meeting.endsOn],
        new: [startsOn, endsOn],
        reasons: input.reason,
      },
      at,
    })
    return { ok: true }
  })
}
