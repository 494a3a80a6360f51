import type { Db } from '#db/client'
import { joinAmendment, leaveAmendment } from '#db/queries/amendments'
import { partingOf } from '#domain/negotiation/amendments'
import { delegationIn, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { amendmentIs } from '#domain/status'
import { refuse, type Result } from '#server/frame/refusal'
import { recordDrafters, recordSponsors, share, type Input } from './sharing'

/**
 * A delegation takes its name off an amendment, or declines to join it. Where it was the last to propose it, the
 * sponsor that joined first does from then on.
 */
export function leaveSponsors(db: Db, actor: Actor, input: Input): Promise<Result> {
  return share(db, actor, input, async (tx, item, by) => {
    const delegation = delegationIn(by, item)
    if (!delegation || !can(actor, 'amendment.leave', item)) return refuse('not-permitted')
    const parting = partingOf(item, delegation)
    if (parting.becomes === 'withdrawn') return refuse('not-permitted')
    if (parting.becomes === 'handed-over') {
      await joinAmendment(tx, item.id, parting.to, 'proposer', new Date())
      await leaveAmendment(tx, item.id, delegation)
      return recordSponsors(tx, item, by, 'amendment.handed-over', parting.to)
    }
    await leaveAmendment(tx, item.id, delegation)
    return amendmentIs.draft(item.status)
      ? recordDrafters(tx, item, by, 'amendment.left', delegation)
      : recordSponsors(tx, item, by, 'amendment.sponsor-left', delegation)
  })
}
