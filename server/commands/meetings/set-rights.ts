import type { Db } from '#db/client'
import { recordEvent } from '#db/queries/events'
import { findMeeting, setMeetingRights } from '#db/queries/meetings'
import type { MeetingId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { isUsual, sorted, usualRights, type RightsTable } from '#domain/permissions/kinds'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'

type Input = { meeting: MeetingId; rights: RightsTable; at: Date }

/** The secretariat says what each kind of delegation may do at a meeting. The usual table is kept as none of its own. */
export function setRights(db: Db, actor: Actor, input: Input): Promise<Result> {
  return inTransaction<Result>(db, async (tx) => {
    const meeting = await findMeeting(tx, input.meeting)
    if (!meeting || !can(actor, 'meeting.see', meeting)) return refuse('not-found')
    if (!can(actor, 'rights.set', meeting)) return refuse('not-permitted')
    const before = sorted(meeting.rights ?? usualRights)
    const rights = sorted(input.rights)
    if (JSON.stringify(before) === JSON.stringify(rights)) return refuse('nothing-changed')
    await setMeetingRights(tx, meeting.id, isUsual(rights) ? undefined : rights)
    await recordEvent(tx, {
      type: 'meeting.rights-set',
      subject: meeting.id,
      meeting: meeting.id,
      actor,
      detail: { from: before, to: rights },
      at: input.at,
    })
    return { ok: true }
  })
}
