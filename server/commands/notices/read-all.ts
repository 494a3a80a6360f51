import type { Db } from '#db/client'
import type { Actor } from '#domain/people/participants'
import type { Result } from '#server/frame/refusal'
import { markNoticesRead } from './mark-notices-read'

/**
 * A person has read all of their notices.
 * @param input.upTo the newest event that they saw on their page: what came since stays unread.
 */
export const readAllNotices = (db: Db, actor: Actor, input: { upTo: number }): Promise<Result> =>
  markNoticesRead(db, actor, input)
