import type { Db } from '#db/client'
import { saveNoticeSettings, type NoticeSettings } from '#db/queries/notice-settings'
import { hours } from '#domain/notices/digests'
import { type Actor } from '#domain/people/participants'
import { unrecordedCommand } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'

/** A person chooses what they are told of, and when by e-mail. It is their own affair and no event of the log. */
export function chooseNotices(db: Db, actor: Actor, settings: NoticeSettings): Promise<Result> {
  return unrecordedCommand<Result>('own-affair', db, actor, async ({ tx, person }) => {
    const { participant } = person()
    const { timeZone, hour } = settings
    if (!hours.includes(hour) || (timeZone !== undefined && !isTimeZone(timeZone))) return refuse('invalid')
    await saveNoticeSettings(tx, participant, settings)
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
