import type { Selectable } from 'kysely'
import type { NoticeTable } from '#db/tables/notices'
import { noticeTypes, type NoticeType } from '#domain/events/events'
import type { MailId, MeetingId, NoticeId, ParticipantId, RecommendationId } from '#domain/ids'
import { deliveries, type Delivery } from '#domain/notices/digests'
import { capabilitiesOf, type Db, type Tx } from '../client'
import { rowsAtOnce } from './recommendations'
import { oneOf } from './stored'

/** One person is told of one event of the log. */
export type Notice = {
  id: NoticeId
  participant: ParticipantId
  sequence: number
  type: NoticeType
  meeting: MeetingId | undefined
  /** The recommendation that it is about; opening its desk reads the notice. */
  recommendation: RecommendationId | undefined
  at: Date
  readAt: Date | undefined
  delivery: Delivery
}

/**
 * Up to which event of the log notices were written, locked until the transaction ends: anyone who writes notices or
 * digests is the only one who does.
 */
export async function lockNoticeCursor(tx: Tx): Promise<number> {
  const query = tx.selectFrom('notice_cursor').select('sequence').where('id', '=', 1)
  const { concurrentWriters } = capabilitiesOf(tx)
  const row = await (concurrentWriters ? query.forUpdate() : query).executeTakeFirstOrThrow()
  return row.sequence
}

export async function moveNoticeCursor(tx: Tx, sequence: number): Promise<void> {
  await tx.updateTable('notice_cursor').set({ sequence }).where('id', '=', 1).execute()
}

/** Up to which event of the log notices were written. */
export async function getNoticeCursor(db: Db): Promise<number> {
  const row = await db
    .selectFrom('notice_cursor')
    .select('sequence')
    .where('id', '=', 1)
    .executeTakeFirstOrThrow()
  return row.sequence
}

export async function insertNotices(tx: Tx, notices: readonly Notice[]): Promise<void> {
  for (let start = 0; start < notices.length; start += rowsAtOnce) {
    await tx
      .insertInto('notice')
      .values(
        notices.slice(start, start + rowsAtOnce).map((notice) => ({
          id: notice.id,
          participant_id: notice.participant,
          sequence: notice.sequence,
          type: notice.type,
          meeting_id: notice.meeting ?? null,
          recommendation_id: notice.recommendation ?? null,
          at: notice.at.toISOString(),
          read_at: null,
          delivery: notice.delivery,
          mail_id: null,
        })),
      )
      .execute()
  }
}

/** A person's notices, the newest first. */
export async function listNotices(
  db: Db,
  participant: ParticipantId,
  { limit, unreadOnly = false }: { limit: number; unreadOnly?: boolean },
): Promise<Notice[]> {
  const rows = await db
    .selectFrom('notice')
    .selectAll()
    .where('participant_id', '=', participant)
    .$if(unreadOnly, (query) => query.where('read_at', 'is', null))
    .orderBy('sequence', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toNotice)
}

export async function countUnreadNotices(db: Db, participant: ParticipantId): Promise<number> {
  const row = await db
    .selectFrom('notice')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('participant_id', '=', participant)
    .where('read_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Marks a person's notices as read: one, those about one recommendation, or all up to an event. */
export async function setNoticesRead(
  tx: Tx,
  participant: ParticipantId,
  which: { id: NoticeId } | { recommendation: RecommendationId } | { upTo: number },
  at: Date,
): Promise<number> {
  const result = await tx
    .updateTable('notice')
    .set({ read_at: at.toISOString() })
    .where('participant_id', '=', participant)
    .where('read_at', 'is', null)
    .where((eb) => {
      if ('id' in which) return eb('id', '=', which.id)
      if ('recommendation' in which) return eb('recommendation_id', '=', which.recommendation)
      return eb('sequence', '<=', which.upTo)
    })
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}

/** Notices of a delivery that no mail tells of yet, of everybody, the oldest first. */
export async function listUndelivered(db: Db, delivery: Delivery): Promise<Notice[]> {
  const rows = await db
    .selectFrom('notice')
    .selectAll()
    .where('delivery', '=', delivery)
    .where('mail_id', 'is', null)
    .orderBy('sequence')
    .execute()
  return rows.map(toNotice)
}

/** Says which mail tells of these. */
export async function setNoticesMail(tx: Tx, notices: readonly NoticeId[], mail: MailId): Promise<void> {
  await tx.updateTable('notice').set({ mail_id: mail }).where('id', 'in', notices).execute()
}

/** No mail will tell of these: their reader may not see any of them any more. */
export async function setNoticesUndeliverable(tx: Tx, notices: readonly NoticeId[]): Promise<void> {
  await tx.updateTable('notice').set({ delivery: 'none' }).where('id', 'in', notices).execute()
}

const toNotice = (row: Selectable<NoticeTable>): Notice => ({
  id: row.id as NoticeId,
  participant: row.participant_id as ParticipantId,
  sequence: row.sequence,
  type: oneOf(noticeTypes, row.type),
  meeting: (row.meeting_id ?? undefined) as MeetingId | undefined,
  recommendation: (row.recommendation_id ?? undefined) as RecommendationId | undefined,
  at: new Date(row.at),
  readAt: row.read_at === null ? undefined : new Date(row.read_at),
  delivery: oneOf(deliveries, row.delivery),
})
