import type { Db } from '#db/client'
import { setNoticesRead } from '#db/queries/notices'
import type { NoticeId } from '#domain/ids'
import { type Actor } from '#domain/people/participants'
import { unrecordedCommand } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'

/** A person has read notices: one, or all up to an event. */
export function markNoticesRead(
  db: Db,
  actor: Actor,
  which: { id: NoticeId } | { upTo: number },
): Promise<Result> {
  return unrecordedCommand<Result>('own-affair', db, actor, async ({ tx, person }) => {
    const { participant } = person()
    const count = await setNoticesRead(tx, participant, which, new Date())
    return count > 0 ? { ok: true } : refuse('nothing-changed')
  })
}
