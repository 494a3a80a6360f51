import { sql, type Kysely } from 'kysely'

/** Who is told of what, the mails by which they are told, and what everybody has looked at. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('notice_cursor')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('sequence', 'integer', (c) => c.notNull())
    .execute()
  // What happened before there were notices is told to nobody.
  await sql`insert into notice_cursor (id, sequence) select 1, coalesce(max(sequence), 0) from audit_event`.execute(
    db,
  )
  await db.schema
    .createTable('mail')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('participant_id', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('html', 'text', (c) => c.notNull())
    .addColumn('confidential', 'integer', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('next_attempt_at', 'text')
    .addColumn('error', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('sent_at', 'text')
    .execute()
  await db.schema
    .createTable('notice')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('participant_id', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('sequence', 'integer', (c) => c.notNull())
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('meeting_id', 'text', (c) => c.references('meeting.id'))
    .addColumn('recommendation_id', 'text', (c) => c.references('recommendation.id'))
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('read_at', 'text')
    .addColumn('delivery', 'text', (c) => c.notNull())
    .addColumn('mail_id', 'text', (c) => c.references('mail.id'))
    .addUniqueConstraint('notice_once', ['participant_id', 'sequence'])
    .execute()
  await db.schema
    .createTable('notice_setting')
    .addColumn('participant_id', 'text', (c) => c.primaryKey().references('participant.id'))
    .addColumn('delivery', 'text', (c) => c.notNull())
    .addColumn('hour', 'integer', (c) => c.notNull())
    .addColumn('time_zone', 'text')
    .addColumn('muted_kinds', 'text', (c) => c.notNull())
    .addColumn('muted_meetings', 'text', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('last_look')
    .addColumn('participant_id', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('recommendation_id', 'text', (c) => c.notNull().references('recommendation.id'))
    .addColumn('update_id', 'bigint', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('last_look_key', ['participant_id', 'recommendation_id'])
    .execute()
  const indexes: [string, string, string[]][] = [
    ['notice_unread', 'notice', ['participant_id', 'read_at']],
    ['notice_undelivered', 'notice', ['delivery', 'mail_id']],
    ['mail_waiting', 'mail', ['status', 'next_attempt_at']],
    ['amendment_status', 'amendment', ['status']],
  ]
  for (const [name, table, columns] of indexes)
    await db.schema.createIndex(name).on(table).columns(columns).execute()
}
