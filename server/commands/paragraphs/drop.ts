import type { Db } from '#db/client'
import type { Actor } from '#domain/people/participants'
import type { Move } from '#server/commands/recommendations/move-preliminary'
import type { Result } from '#server/frame/refusal'
import { moveConsolidated } from './move-consolidated'

/** The Chair records that a paragraph will not be adopted. A reason is asked for. */
export const dropParagraph = (db: Db, actor: Actor, input: Move): Promise<Result> =>
  moveConsolidated(db, actor, input, 'drop')
