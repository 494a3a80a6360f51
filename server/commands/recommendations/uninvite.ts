import type { Db } from '#db/client'
import { raiseAccessVersion } from '#db/queries/documents'
import { leaveRecommendation } from '#db/queries/recommendations'
import type { DelegationId, RecommendationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { recordDrafters } from './record-parties'

/** The proposers of a draft take an invitation back. */
export const uninviteDelegation = (
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId; delegation: DelegationId },
): Promise<Result> =>
  command(db, actor, async (frame) => {
    const { tx, see, allow } = frame
    const item = await see.recommendation(input.recommendation)
    allow('recommendation.invite', item)
    await raiseAccessVersion(tx, item.document)
    const at = new Date()
    const { delegation } = input
    if (!item.invited.includes(delegation)) return refuse('nothing-changed')
    await leaveRecommendation(tx, item.id, delegation)
    return recordDrafters(frame, item, 'recommendation.left', delegation, at)
  })
