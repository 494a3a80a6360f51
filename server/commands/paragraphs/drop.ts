import type { Db } from '#db/client'
import type { Actor } from '#domain/people/participants'
import type { Input } from '#server/commands/recommendations/moving'
import type { Result } from '#server/frame/refusal'
import { moveConsolidated } from './moving'

/** The Chair records that a paragraph will not be adopted. A reason is asked for. */
export const dropParagraph = (db: Db, actor: Actor, input: Input): Promise<Result> =>
  moveConsolidated(db, actor, input, 'drop')
