import type { Db } from '#db/client'
import type { Actor } from '#domain/people/participants'
import type { Move } from '#server/commands/recommendations/move-preliminary'
import type { Result } from '#server/frame/refusal'
import { moveConsolidated } from './move-consolidated'

/** A proposed paragraph is taken up. */
export const discussParagraph = (db: Db, actor: Actor, input: Move): Promise<Result> =>
  moveConsolidated(db, actor, input, 'discuss')
