import type { Db } from '#db/client'
import { postponeMeeting as savePostponement } from '#db/queries/meetings'
import type { MeetingId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import type { Actor } from '#domain/people/participants'
import { areDays } from '#domain/time/days'
import { refuse, type Result } from '#server/frame/refusal'
import { moveMeetingBy } from './move-meeting-by'

/** A planned meeting gets other dates; the old ones stay beside them, with the reason. */
export function postponeMeeting(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; startsOn: string; endsOn: string; reason: LocalizedText },
): Promise<Result> {
  return moveMeetingBy(db, actor, input.meeting, 'postpone', async ({ tx, record }, meeting, at) => {
    const { startsOn, endsOn } = input
    if (!areDays(startsOn, endsOn)) return refuse('invalid')
    const [reason] = Object.values(input.reason)
    if (!reason?.trim()) return refuse('reason-required')
    if (startsOn === meeting.startsOn && endsOn === meeting.endsOn) return refuse('nothing-changed')
    const dates = { startsOn, endsOn, reason: input.reason, at }
    if (!(await savePostponement(tx, meeting, dates))) return refuse('changed-meanwhile')
    await record({
      type: 'meeting.postponed',
      subject: meeting.id,
      meeting: meeting.id,
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
