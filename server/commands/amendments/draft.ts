import type { Db } from '#db/client'
import type { AmendmentId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import type { Result } from '#server/frame/refusal'
import { forkRecommendation, type ForkOf } from './fork-recommendation'

/** A delegation forks a tabled text to propose changes to it; until it is tabled only its drafters see it. */
export function amendRecommendation(
  db: Db,
  actor: Actor,
  input: ForkOf,
): Promise<Result<{ amendment: AmendmentId }>> {
  return forkRecommendation(db, actor, input, 'text')
}
