import type { Db } from '#db/client'
import { setNoticesRead } from '#db/queries/notices'
import type { NoticeId } from '#domain/ids'
import { isSignedIn, type Actor } from '#domain/participants'
import { refuse, type Result } from './refusal'
import { inTransaction } from './transaction'

/** A person has read a notice. What somebody has read is nobody else's business: it is no event of the log. */
export const readNotice = (db: Db, actor: Actor, input: { notice: NoticeId }): Promise<Result> =>
  read(db, actor, { id: input.notice })

/**
 * A person has read all of their notices.
 * @param input.upTo the newest event that they saw on their page: what came since stays unread.
 */
export const readAllNotices = (db: Db, actor: Actor, input: { upTo: number }): Promise<Result> =>
  read(db, actor, input)

function read(db: Db, actor: Actor, which: { id: NoticeId } | { upTo: number }): Promise<Result> {
  return inTransaction<Result>(db, async (tx) => {
    if (!isSignedIn(actor)) return refuse('not-permitted')
    const count = await setNoticesRead(tx, actor.participant, which, new Date())
    return count > 0 ? { ok: true } : refuse('nothing-changed')
  })
}
