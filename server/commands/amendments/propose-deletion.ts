import type { Db } from '#db/client'
import type { AmendmentId, RecommendationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import type { Result } from '#server/frame/refusal'
import { forkRecommendation } from './fork-recommendation'

/**
 * A delegation proposes that a paragraph shall not be there. Only the evaluation meeting's paragraphs: a
 * preliminary recommendation is its proposers' to withdraw.
 */
export function proposeDeletion(
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId },
): Promise<Result<{ amendment: AmendmentId }>> {
  return forkRecommendation(db, actor, { ...input, content: { blocks: [] } }, 'deletion')
}
