import type { Db } from '#db/client'
import type { Actor } from '#domain/people/participants'
import type { Input } from '#server/commands/recommendations/moving'
import type { Result } from '#server/frame/refusal'
import { moveConsolidated } from './moving'

/** The Chair records that the room agrees, to be confirmed by adoption; the text is frozen until reopened. */
export const agreeParagraph = (db: Db, actor: Actor, input: Input): Promise<Result> =>
  moveConsolidated(db, actor, input, 'agree')
