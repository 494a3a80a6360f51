import type { Db } from '#db/client'
import { setNoticesRead } from '#db/queries/notices'
import type { NoticeId } from '#domain/ids'
import { isSignedIn, type Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'

export function read(db: Db, actor: Actor, which: { id: NoticeId } | { upTo: number }): Promise<Result> {
  return inTransaction<Result>(db, async (tx) => {
    if (!isSignedIn(actor)) return refuse('not-permitted')
    const count = await setNoticesRead(tx, actor.participant, which, new Date())
    return count > 0 ? { ok: true } : refuse('nothing-changed')
  })
}
