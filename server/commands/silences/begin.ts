import type { Db } from '#db/client'
import type { RecommendationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import type { Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'
import { begin } from './beginning'

/** The Chair puts a text under silence: it is frozen, and stands agreed at the deadline unless somebody objects. */
export function putUnderSilence(
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId; deadline: Date },
  now = new Date(),
): Promise<Result> {
  return inTransaction(db, (tx) => begin(tx, actor, input.recommendation, input.deadline, now))
}
