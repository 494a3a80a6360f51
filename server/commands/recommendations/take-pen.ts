import type { Db } from '#db/client'
import { takeBackPen } from '#db/queries/recommendations'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { recordJoining, share, type WithDelegation } from './sharing'

/** A delegation may no longer edit the working text; open connections learn of it at once. */
export const takeThePen = (db: Db, actor: Actor, input: WithDelegation): Promise<Result> =>
  share(db, actor, input, 'recommendation.give-pen', async (tx, item, by, at) => {
    const { delegation } = input
    if (!item.penHolders.includes(delegation)) return refuse('nothing-changed')
    await takeBackPen(tx, item.id, delegation)
    return recordJoining(tx, item, by, { type: 'recommendation.pen-taken-back', detail: { delegation } }, at)
  })
