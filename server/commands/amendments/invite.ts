import type { Db } from '#db/client'
import { joinAmendment } from '#db/queries/amendments'
import { findDelegationIn } from '#db/queries/delegations'
import type { AmendmentId, DelegationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { recordDrafters } from './record-parties'

/** Its proposer invites another delegation to draft an amendment with it and to sponsor it. */
export function inviteToAmendment(
  db: Db,
  actor: Actor,
  input: { amendment: AmendmentId; delegation: DelegationId },
): Promise<Result> {
  return command(db, actor, async (frame) => {
    const { tx, see, allow } = frame
    const item = await see.amendment(input.amendment)
    allow('amendment.invite', item)
    const invited = await findDelegationIn(tx, item.group, input.delegation)
    if (!invited) return refuse('not-found')
    const parties = [...item.proposers, ...item.sponsors, ...item.invited]
    if (parties.includes(invited.id)) return refuse('nothing-changed')
    await joinAmendment(tx, item.id, invited.id, 'invited', new Date())
    return recordDrafters(frame, item, 'amendment.invited', invited.id)
  })
}
