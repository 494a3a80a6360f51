import type { Db } from '#db/client'
import { saveNoticeSettings, type NoticeSettings } from '#db/queries/notice-settings'
import { hours } from '#domain/notices/digests'
import { isSignedIn, type Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'

/** A person chooses what they are told of, and when by e-mail. It is their own affair and no event of the log. */
export function chooseNotices(db: Db, actor: Actor, settings: NoticeSettings): Promise<Result> {
  return inTransaction<Result>(db, async (tx) => {
    if (!isSignedIn(actor)) return refuse('not-permitted')
    const { timeZone, hour } = settings
    if (!hours.includes(hour) || (timeZone !== undefined && !isTimeZone(timeZone))) return refuse('invalid')
    await saveNoticeSettings(tx, actor.participant, settings)
    return { ok: true }
  })
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
