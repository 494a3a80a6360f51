import type { Db } from '#db/client'
import { setMeetingRights } from '#db/queries/meetings'
import type { MeetingId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { isUsual, sorted, usualRights, type RightsTable } from '#domain/permissions/kinds'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'

type NewRights = { meeting: MeetingId; rights: RightsTable; at: Date }

/** The secretariat says what each kind of delegation may do at a meeting. The usual table is kept as none of its own. */
export function setRights(db: Db, actor: Actor, input: NewRights): Promise<Result> {
  return command<Result>(db, actor, async ({ tx, see, allow, record }) => {
    const meeting = await see.meeting(input.meeting)
    allow('rights.set', meeting)
    const before = sorted(meeting.rights ?? usualRights)
    const rights = sorted(input.rights)
    if (JSON.stringify(before) === JSON.stringify(rights)) return refuse('nothing-changed')
    await setMeetingRights(tx, meeting.id, isUsual(rights) ? undefined : rights)
    await record({
      type: 'meeting.rights-set',
      subject: meeting.id,
      meeting: meeting.id,
      detail: { from: before, to: rights },
      at: input.at,
    })
    return { ok: true }
  })
}
