import type { Db } from '#db/client'
import { recordEvent } from '#db/queries/events'
import { updateMeeting, type Meeting } from '#db/queries/meetings'
import { canonicalJson } from '#domain/hash'
import type { MeetingId } from '#domain/ids'
import { planRefusal, type MeetingPlan } from '#domain/meetings/meeting-plan'
import type { Actor } from '#domain/people/participants'
import { meetingIs } from '#domain/status'
import { refuse, type Result } from '#server/frame/refusal'
import { cleanPlan } from './clean-plan'
import { inMeeting } from './in-meeting'

type Input = MeetingPlan & { meeting: MeetingId }

const planOf = ({ kind, title, place, timeZone, symbol, firstParagraph }: Meeting): MeetingPlan => ({
  kind,
  title,
  place,
  timeZone,
  symbol,
  firstParagraph,
})

/** What a meeting is called, where it is and how it counts. Other dates are a postponement. */
export const changeMeetingPlan = (db: Db, actor: Actor, { meeting: id, ...input }: Input): Promise<Result> =>
  inMeeting(db, actor, id, async (tx, meeting, { language }, at) => {
    const [before, plan] = [planOf(meeting), cleanPlan(input)]
    const refusal = planRefusal(plan, language)
    if (refusal) return refuse(refusal)
    if (canonicalJson(before) === canonicalJson(plan)) return refuse('nothing-changed')
    // What is done at a meeting depends on its kind.
    if (plan.kind !== before.kind && !meetingIs.planned(meeting.status)) return refuse('wrong-status')
    await updateMeeting(tx, id, plan)
    await recordEvent(tx, {
      type: 'meeting.changed',
      subject: id,
      meeting: id,
      actor,
      detail: { from: before, to: plan },
      at,
    })
    return { ok: true }
  })
