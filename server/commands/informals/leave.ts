import type { Db } from '#db/client'
import { leaveAmendment } from '#db/queries/amendments'
import { leaveInformalGroup } from '#db/queries/informals'
import type { InformalId } from '#domain/ids'
import { delegationIn, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { refuse, type Result } from '#server/frame/refusal'
import { inInformals, recordInformals } from './in-informals'

/** A delegation leaves the group; what it wrote stays, and stays its own. */
export function leaveInformals(db: Db, actor: Actor, input: { informal: InformalId }): Promise<Result> {
  return inInformals(db, actor, input.informal, async (frame, item, by, at) => {
    const { tx } = frame
    const delegation = delegationIn(by, item)
    if (!delegation || !can(actor, 'informal.leave', item)) return refuse('not-permitted')
    if (item.members.length === 1) return refuse('last-member')
    await leaveInformalGroup(tx, item.id, delegation, at)
    await leaveAmendment(tx, item.amendment, delegation)
    return recordInformals(frame, item, { type: 'informal.left', delegation, at })
  })
}
