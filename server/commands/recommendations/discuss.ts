import type { Db } from '#db/client'
import type { Actor } from '#domain/people/participants'
import type { Result } from '#server/frame/refusal'
import { movePreliminary, type Move } from './move-preliminary'

/** The Chair or the Rapporteur takes a tabled recommendation up. */
export const discussRecommendation = (db: Db, actor: Actor, input: Move): Promise<Result> =>
  movePreliminary(db, actor, input, 'discuss')
