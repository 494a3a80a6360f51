import type { Db } from '#db/client'
import { leaveRecommendation } from '#db/queries/recommendations'
import { delegationIn, type Actor } from '#domain/people/participants'
import { recommendationIs } from '#domain/status'
import { refuse, type Result } from '#server/frame/refusal'
import { recordDrafters, recordJoining, share, type Input } from './sharing'

/** A delegation takes its name off a recommendation, or leaves a draft that it was invited to. */
export const leaveSponsorship = (db: Db, actor: Actor, input: Input): Promise<Result> =>
  share(db, actor, input, 'recommendation.leave', async (tx, item, by, at) => {
    const delegation = delegationIn(by, item)
    if (!delegation) return refuse('not-permitted')
    await leaveRecommendation(tx, item.id, delegation)
    return recommendationIs.draft(item.status)
      ? recordDrafters(tx, item, by, 'recommendation.left', delegation, at)
      : recordJoining(tx, item, by, { type: 'recommendation.sponsor-left', detail: { delegation } }, at)
  })
