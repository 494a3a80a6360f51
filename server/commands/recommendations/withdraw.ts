import type { Db } from '#db/client'
import type { Actor } from '#domain/people/participants'
import type { Result } from '#server/frame/refusal'
import { movePreliminary, type Move } from './move-preliminary'

/**
 * Its proposer takes it back; it stays visible as withdrawn to anyone who could see it. A reason is asked for, unless
 * no one but its drafters ever saw it: then no one else learns of it either.
 */
export const withdrawRecommendation = (db: Db, actor: Actor, input: Move): Promise<Result> =>
  movePreliminary(db, actor, input, 'withdraw')
