import type { Db } from '#db/client'
import { joinAmendment, leaveAmendment } from '#db/queries/amendments'
import type { AmendmentId } from '#domain/ids'
import { partingOf } from '#domain/negotiation/amendments'
import { delegationIn, type Actor } from '#domain/people/participants'
import { amendmentIs } from '#domain/status'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { recordDrafters, recordSponsors } from './record-parties'

/**
 * A delegation takes its name off an amendment, or declines to join it. Where it was the last to propose it, the
 * sponsor that joined first does from then on.
 */
export function leaveSponsors(db: Db, actor: Actor, input: { amendment: AmendmentId }): Promise<Result> {
  return command(db, actor, async (frame) => {
    const { tx, see, allow, person } = frame
    const item = await see.amendment(input.amendment)
    const by = person()
    const delegation = delegationIn(by, item)
    allow('amendment.leave', item)
    if (!delegation) return refuse('not-permitted')
    const parting = partingOf(item, delegation)
    if (parting.becomes === 'withdrawn') return refuse('not-permitted')
    if (parting.becomes === 'handed-over') {
      await joinAmendment(tx, item.id, parting.to, 'proposer', new Date())
      await leaveAmendment(tx, item.id, delegation)
      return recordSponsors(frame, item, 'amendment.handed-over', parting.to)
    }
    await leaveAmendment(tx, item.id, delegation)
    return amendmentIs.draft(item.status)
      ? recordDrafters(frame, item, 'amendment.left', delegation)
      : recordSponsors(frame, item, 'amendment.sponsor-left', delegation)
  })
}
