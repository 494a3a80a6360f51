import type { Db } from '#db/client'
import type { Actor } from '#domain/people/participants'
import type { Input } from '#server/commands/recommendations/moving'
import type { Result } from '#server/frame/refusal'
import { moveConsolidated } from './moving'

/** A proposed paragraph is taken up. */
export const discussParagraph = (db: Db, actor: Actor, input: Input): Promise<Result> =>
  moveConsolidated(db, actor, input, 'discuss')
