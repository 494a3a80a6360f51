import type { Db } from '#db/client'
import type { RecommendationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import type { Result } from '#server/frame/refusal'
import { finishSilence } from './finish-silence'

/** The Chair ends a silence before its deadline. A reason is asked for. */
export const endSilenceEarly = (
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId; reason: string },
  now = new Date(),
): Promise<Result> =>
  finishSilence(db, actor, input.recommendation, 'end-silence', {
    reason: input.reason,
    now,
  })
