import type { Db } from '#db/client'
import { findDelegationIn } from '#db/queries/delegations'
import { givePen } from '#db/queries/recommendations'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { recordJoining, share, type WithDelegation } from './sharing'

/** A delegation may edit the working text directly, until it is taken back or the time is over. */
export const giveThePen = (db: Db, actor: Actor, input: WithDelegation & { until?: Date }): Promise<Result> =>
  share(db, actor, input, 'recommendation.give-pen', async (tx, item, by, at) => {
    const { delegation, until } = input
    if (!(await findDelegationIn(tx, item.group, delegation))) return refuse('not-found')
    if (until && until <= at) return refuse('deadline-passed')
    await givePen(tx, {
      recommendation: item.id,
      delegation,
      by: by.participant,
      at,
      ...(until && { until }),
    })
    const detail = { delegation, ...(until && { until: until.toISOString() }) }
    return recordJoining(tx, item, by, { type: 'recommendation.pen-given', detail }, at)
  })
