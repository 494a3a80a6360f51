import type { Db } from '#db/client'
import { insertSponsor } from '#db/queries/recommendations'
import { delegationIn, type Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { recordJoining, share, type Input } from './sharing'

/** A delegation puts its name to a tabled recommendation. */
export const sponsorRecommendation = (db: Db, actor: Actor, input: Input): Promise<Result> =>
  share(db, actor, input, 'recommendation.sponsor', async (tx, item, by, at) => {
    const delegation = delegationIn(by, item)
    if (!delegation) return refuse('not-permitted')
    await insertSponsor(tx, item.id, { delegation, role: 'sponsor', position: item.sponsors.length, at })
    return recordJoining(tx, item, by, { type: 'recommendation.sponsored', detail: { delegation } }, at)
  })
