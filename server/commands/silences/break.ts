import type { Db } from '#db/client'
import type { RecommendationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import type { Result } from '#server/frame/refusal'
import { finishSilence } from './finish-silence'

/** A delegation objects before the deadline: the text is open for discussion again. A reason is asked for. */
export const breakSilence = (
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId; reason: string },
  now = new Date(),
): Promise<Result> =>
  finishSilence(db, actor, input.recommendation, 'break-silence', {
    reason: input.reason,
    now,
  })
