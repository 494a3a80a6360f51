import type { Selectable } from 'kysely'
import type { NoticeSettingTable } from '#db/tables/notices'
import type { MeetingId, ParticipantId } from '#domain/ids'
import { deliveries, type Delivery } from '#domain/notices/digests'
import { noticeKinds } from '#domain/notices/kinds'
import type { Muting } from '#domain/notices/notices'
import type { Db, Tx } from '../client'
import { oneOf } from './stored'

/** How a person wants to be told of what concerns them. */
export type NoticeSettings = {
  delivery: Delivery
  /** Of the daily digest, in `timeZone`. */
  hour: number
  /** IANA name; undefined for the meeting's. */
  timeZone: string | undefined
  muted: Muting
}

/** What holds for somebody who has chosen nothing. */
export const defaultNoticeSettings: NoticeSettings = {
  delivery: 'at-once',
  hour: 8,
  timeZone: undefined,
  muted: { kinds: [], meetings: [] },
}

export async function findNoticeSettings(db: Db, participant: ParticipantId): Promise<NoticeSettings> {
  const row = await db
    .selectFrom('notice_setting')
    .selectAll()
    .where('participant_id', '=', participant)
    .executeTakeFirst()
  return row ? toSettings(row) : defaultNoticeSettings
}

/** Everybody's who has chosen anything. */
export async function listNoticeSettings(db: Db): Promise<Map<ParticipantId, NoticeSettings>> {
  const rows = await db.selectFrom('notice_setting').selectAll().execute()
  return new Map(rows.map((row) => [row.participant_id as ParticipantId, toSettings(row)]))
}

export async function saveNoticeSettings(
  tx: Tx,
  participant: ParticipantId,
  settings: NoticeSettings,
): Promise<void> {
  const values = {
    participant_id: participant,
    delivery: settings.delivery,
    hour: settings.hour,
    time_zone: settings.timeZone ?? null,
    muted_kinds: JSON.stringify(settings.muted.kinds),
    muted_meetings: JSON.stringify(settings.muted.meetings),
  }
  await tx
    .insertInto('notice_setting')
    .values(values)
    .onConflict((conflict) => conflict.column('participant_id').doUpdateSet(values))
    .execute()
}

const toSettings = (row: Selectable<NoticeSettingTable>): NoticeSettings => ({
  delivery: oneOf(deliveries, row.delivery),
  hour: row.hour,
  timeZone: row.time_zone ?? undefined,
  muted: {
    kinds: (JSON.parse(row.muted_kinds) as string[]).map((kind) => oneOf(noticeKinds, kind)),
    meetings: JSON.parse(row.muted_meetings) as MeetingId[],
  },
})
