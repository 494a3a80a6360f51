import type { Selectable } from 'kysely'
import type { MailTable } from '#db/tables/notices'
import type { ExpertGroupId, MailId, ParticipantId } from '#domain/ids'
import { languages, type Language } from '#domain/languages'
import { mailIs, mailStatuses, type MailStatus } from '#domain/status'
import { capabilitiesOf, type Db, type Tx } from '../client'
import { oneOf } from './stored'

export type Mail = {
  id: MailId
  participant: ParticipantId
  /** The group that it tells of; absent where it tells of several, or of none. */
  group: ExpertGroupId | undefined
  address: string
  language: Language
  subject: string
  text: string
  html: string
  /** Whether it tells of what the secretariat may not see. */
  confidential: boolean
  status: MailStatus
  attempts: number
  error: string | undefined
  createdAt: Date
  sentAt: Date | undefined
}

export async function insertMail(
  tx: Tx,
  mail: Omit<Mail, 'attempts' | 'error' | 'sentAt'> & { status: 'waiting' | 'kept' },
): Promise<void> {
  const at = mail.createdAt.toISOString()
  await tx
    .insertInto('mail')
    .values({
      id: mail.id,
      participant_id: mail.participant,
      expert_group_id: mail.group ?? null,
      address: mail.address,
      language: mail.language,
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      confidential: mail.confidential ? 1 : 0,
      status: mail.status,
      attempts: 0,
      next_attempt_at: mailIs.waiting(mail.status) ? at : null,
      error: null,
      created_at: at,
      sent_at: null,
    })
    .execute()
}

/**
 * Takes the next mail that is due and keeps the other processes from it until `until`: anyone who dies while sending
 * gives it back by dying.
 */
export async function claimDueMail(db: Db, now: Date, until: Date): Promise<Mail | undefined> {
  return db.transaction().execute(async (tx) => {
    const query = tx
      .selectFrom('mail')
      .selectAll()
      .where('status', 'in', mailIs.waiting.statuses)
      .where('next_attempt_at', '<=', now.toISOString())
      .orderBy('next_attempt_at')
      .orderBy('id')
      .limit(1)
    const { concurrentWriters } = capabilitiesOf(tx)
    const row = await (concurrentWriters ? query.forUpdate().skipLocked() : query).executeTakeFirst()
    if (!row) return undefined
    await tx
      .updateTable('mail')
      .set({ attempts: row.attempts + 1, next_attempt_at: until.toISOString() })
      .where('id', '=', row.id)
      .execute()
    return { ...toMail(row), attempts: row.attempts + 1 }
  })
}

/**
 * Says what became of an attempt.
 * @returns false where somebody else has tried since: that one's word counts.
 */
export async function finishMailAttempt(
  db: Db,
  attempt: Pick<Mail, 'id' | 'attempts' | 'confidential' | 'group'>,
  end:
    | { status: 'sent'; at: Date }
    | { status: 'waiting'; error: string; next: Date }
    | { status: 'failed'; error: string },
): Promise<boolean> {
  const result = await db
    .updateTable('mail')
    .set({
      status: end.status,
      error: 'error' in end ? end.error : null,
      sent_at: 'at' in end ? end.at.toISOString() : null,
      next_attempt_at: 'next' in end ? end.next.toISOString() : null,
    })
    // What is no group's and no one else's to read, such as a link that opens an account, is not kept once it is sent.
    .$if(mailIs.sent(end.status) && attempt.confidential && attempt.group === undefined, (query) =>
      query.set({ text: '', html: '' }),
    )
    .where('id', '=', attempt.id)
    .where('status', 'in', mailIs.waiting.statuses)
    .where('attempts', '=', attempt.attempts)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** When the next mail is due, if any waits. */
export async function nextMailTime(db: Db): Promise<Date | undefined> {
  const row = await db
    .selectFrom('mail')
    .select((eb) => eb.fn.min('next_attempt_at').as('next'))
    .where('status', 'in', mailIs.waiting.statuses)
    .executeTakeFirst()
  return row?.next ? new Date(row.next) : undefined
}

/** A mail that was given up is tried again from the beginning. @returns false where it was not given up. */
export async function retryMail(tx: Tx, id: MailId, at: Date): Promise<boolean> {
  const result = await tx
    .updateTable('mail')
    .set({ status: 'waiting', attempts: 0, next_attempt_at: at.toISOString() })
    .where('id', '=', id)
    .where('status', 'in', mailIs.failed.statuses)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export async function findMail(db: Db, id: MailId): Promise<Mail | undefined> {
  const row = await db.selectFrom('mail').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toMail(row)
}

/** The mails that were made, or those that tell of one group, the newest first. */
export async function listMails(
  db: Db,
  { group, limit, status }: { group?: ExpertGroupId; limit: number; status?: MailStatus | undefined },
): Promise<Mail[]> {
  const rows = await db
    .selectFrom('mail')
    .selectAll()
    .$if(group !== undefined, (query) => query.where('expert_group_id', '=', group ?? ''))
    .$if(status !== undefined, (query) => query.where('status', '=', status ?? ''))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toMail)
}

/** How many mails, or how many of those that tell of one group, stand where. */
export async function countMails(db: Db, group?: ExpertGroupId): Promise<Record<MailStatus, number>> {
  const rows = await db
    .selectFrom('mail')
    .select((eb) => ['status', eb.fn.countAll().as('count')])
    .$if(group !== undefined, (query) => query.where('expert_group_id', '=', group ?? ''))
    .groupBy('status')
    .execute()
  const counts = { waiting: 0, sent: 0, failed: 0, kept: 0 }
  for (const row of rows) counts[oneOf(mailStatuses, row.status)] = Number(row.count)
  return counts
}

const toMail = (row: Selectable<MailTable>): Mail => ({
  id: row.id as MailId,
  participant: row.participant_id as ParticipantId,
  group: (row.expert_group_id ?? undefined) as ExpertGroupId | undefined,
  address: row.address,
  language: oneOf(languages, row.language),
  subject: row.subject,
  text: row.text,
  html: row.html,
  confidential: row.confidential === 1,
  status: oneOf(mailStatuses, row.status),
  attempts: row.attempts,
  error: row.error ?? undefined,
  createdAt: new Date(row.created_at),
  sentAt: row.sent_at === null ? undefined : new Date(row.sent_at),
})
