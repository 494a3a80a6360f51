import type { Db } from '#db/client'
import { leaveRecommendation } from '#db/queries/recommendations'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { recordDrafters, share, type WithDelegation } from './sharing'

/** The proposers of a draft take an invitation back. */
export const uninviteDelegation = (db: Db, actor: Actor, input: WithDelegation): Promise<Result> =>
  share(db, actor, input, 'recommendation.invite', async (tx, item, by, at) => {
    const { delegation } = input
    if (!item.invited.includes(delegation)) return refuse('nothing-changed')
    await leaveRecommendation(tx, item.id, delegation)
    return recordDrafters(tx, item, by, 'recommendation.left', delegation, at)
  })
