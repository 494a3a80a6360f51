import type { Db } from '#db/client'
import type { RecommendationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import type { Result } from '#server/frame/refusal'
import { command } from '#server/frame/command'
import { beginSilence } from './begin-silence'

/** The Chair puts a text under silence: it is frozen, and stands agreed at the deadline unless somebody objects. */
export function putUnderSilence(
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId; deadline: Date },
  now = new Date(),
): Promise<Result> {
  return command(db, actor, (frame) => beginSilence(frame, input.recommendation, input.deadline, now))
}
