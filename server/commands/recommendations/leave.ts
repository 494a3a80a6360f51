import type { Db } from '#db/client'
import { raiseAccessVersion } from '#db/queries/documents'
import { leaveRecommendation } from '#db/queries/recommendations'
import type { RecommendationId } from '#domain/ids'
import { delegationIn, type Actor } from '#domain/people/participants'
import { recommendationIs } from '#domain/status'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { recordDrafters, recordJoining } from './record-parties'

/** A delegation takes its name off a recommendation, or leaves a draft that it was invited to. */
export const leaveSponsorship = (
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId },
): Promise<Result> =>
  command(db, actor, async (frame) => {
    const { tx, see, allow, person } = frame
    const item = await see.recommendation(input.recommendation)
    const by = person()
    allow('recommendation.leave', item)
    await raiseAccessVersion(tx, item.document)
    const at = new Date()
    const delegation = delegationIn(by, item)
    if (!delegation) return refuse('not-permitted')
    await leaveRecommendation(tx, item.id, delegation)
    return recommendationIs.draft(item.status)
      ? recordDrafters(frame, item, 'recommendation.left', delegation, at)
      : recordJoining(frame, item, { type: 'recommendation.sponsor-left', detail: { delegation } }, at)
  })
