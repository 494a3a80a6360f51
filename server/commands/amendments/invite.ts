import type { Db } from '#db/client'
import { joinAmendment } from '#db/queries/amendments'
import { findDelegationIn } from '#db/queries/delegations'
import type { DelegationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { refuse, type Result } from '#server/frame/refusal'
import { recordDrafters, share, type Input } from './sharing'

/** Its proposer invites another delegation to draft an amendment with it and to sponsor it. */
export function inviteToAmendment(
  db: Db,
  actor: Actor,
  input: Input & { delegation: DelegationId },
): Promise<Result> {
  return share(db, actor, input, async (tx, item, by) => {
    if (!can(actor, 'amendment.invite', item)) return refuse('not-permitted')
    const invited = await findDelegationIn(tx, item.group, input.delegation)
    if (!invited) return refuse('not-found')
    const parties = [...item.proposers, ...item.sponsors, ...item.invited]
    if (parties.includes(invited.id)) return refuse('nothing-changed')
    await joinAmendment(tx, item.id, invited.id, 'invited', new Date())
    return recordDrafters(tx, item, by, 'amendment.invited', invited.id)
  })
}
