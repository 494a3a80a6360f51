import type { Db } from '#db/client'
import { joinAmendment } from '#db/queries/amendments'
import { delegationIn, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { amendmentIs } from '#domain/status'
import { refuse, type Result } from '#server/frame/refusal'
import { recordDrafters, recordSponsors, share, type Input } from './sharing'

/** A delegation puts its name to an amendment. */
export function sponsorAmendment(db: Db, actor: Actor, input: Input): Promise<Result> {
  return share(db, actor, input, async (tx, item, by) => {
    const delegation = delegationIn(by, item)
    if (!delegation || !can(actor, 'amendment.sponsor', item)) return refuse('not-permitted')
    await joinAmendment(tx, item.id, delegation, 'sponsor', new Date())
    return amendmentIs.draft(item.status)
      ? recordDrafters(tx, item, by, 'amendment.joined', delegation)
      : recordSponsors(tx, item, by, 'amendment.sponsored', delegation)
  })
}
