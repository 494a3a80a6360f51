import type { Db } from '#db/client'
import type { NoticeId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import type { Result } from '#server/frame/refusal'
import { markNoticesRead } from './mark-notices-read'

/** A person has read a notice. What somebody has read is no one else's business: it is no event of the log. */
export const readNotice = (db: Db, actor: Actor, input: { notice: NoticeId }): Promise<Result> =>
  markNoticesRead(db, actor, { id: input.notice })
