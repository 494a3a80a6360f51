import type { Db } from '#db/client'
import { findDelegationIn } from '#db/queries/delegations'
import { insertSponsor } from '#db/queries/recommendations'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { recordDrafters, share, type WithDelegation } from './sharing'

/** The proposers of a draft let another delegation see and write it. */
export const inviteDelegation = (db: Db, actor: Actor, input: WithDelegation): Promise<Result> =>
  share(db, actor, input, 'recommendation.invite', async (tx, item, by, at) => {
    const { delegation } = input
    if (!(await findDelegationIn(tx, item.group, delegation))) return refuse('not-found')
    if ([...item.proposers, ...item.invited].includes(delegation)) return refuse('nothing-changed')
    await insertSponsor(tx, item.id, { delegation, role: 'invited', position: item.invited.length, at })
    return recordDrafters(tx, item, by, 'recommendation.invited', delegation, at)
  })
