import type { Db } from '#db/client'
import { listEventsBySequence } from '#db/queries/events'
import { countUnreadNotices, getNoticeCursor, listNotices } from '#db/queries/notices'
import { canSeeSubject } from '#domain/notices/subject'
import type { SignedInActor } from '#domain/people/participants'
import { readingOf } from '#server/mail/notice-subjects'

/** The newest so many are shown. */
const shown = 100

/** A person's notices, as far as they may still see what these are about. */
export async function readNotices(db: Db, actor: SignedInActor, unreadOnly: boolean) {
  const upTo = await getNoticeCursor(db)
  const [notices, unread] = await Promise.all([
    listNotices(db, actor.participant, { limit: shown, unreadOnly }),
    countUnreadNotices(db, actor.participant),
  ])
  const events = await listEventsBySequence(
    db,
    notices.map((notice) => notice.sequence),
  )
  const bySequence = new Map(events.map((event) => [event.sequence, event]))
  const read = readingOf(db)
  const items = await Promise.all(
    notices.map(async (notice) => {
      const event = bySequence.get(notice.sequence)
      const told = event && (await read(event))
      if (!told || !canSeeSubject(actor, told.subject)) return []
      return [
        {
          id: notice.id,
          at: notice.at.toISOString(),
          isRead: notice.readAt !== undefined,
          words: told.words,
        },
      ]
    }),
  )
  return { items: items.flat(), unread, upTo }
}
