import type { Db } from '#db/client'
import type { Actor } from '#domain/people/participants'
import type { Move } from '#server/commands/recommendations/move-preliminary'
import type { Result } from '#server/frame/refusal'
import { moveConsolidated } from './move-consolidated'

/** The Chair records that the room agrees, to be confirmed by adoption; the text is frozen until reopened. */
export const agreeParagraph = (db: Db, actor: Actor, input: Move): Promise<Result> =>
  moveConsolidated(db, actor, input, 'agree')
