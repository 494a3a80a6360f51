import type { Db } from '#db/client'
import type { AmendmentId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import type { Result } from '#server/frame/refusal'
import { forkRecommendation, type Input } from './fork-recommendation'

/** A delegation forks a tabled text to propose changes to it; until it is tabled only its drafters see it. */
export function amendRecommendation(
  db: Db,
  actor: Actor,
  input: Input,
): Promise<Result<{ amendment: AmendmentId }>> {
  return forkRecommendation(db, actor, input, 'text')
}
