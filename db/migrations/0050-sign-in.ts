import { sql, type Kysely } from 'kysely'

/** Sessions end when nobody uses them; failures to sign in are counted; links in mails open an account once. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('sign_in_attempt').execute()
  await db.schema
    .createTable('sign_in_failure')
    .addColumn('subject', 'text', (c) => c.primaryKey())
    .addColumn('failures', 'integer', (c) => c.notNull())
    .addColumn('last_at', 'text', (c) => c.notNull())
    .addColumn('blocked_until', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('sign_in_failure_last_at').on('sign_in_failure').columns(['last_at']).execute()

  await db.schema
    .alterTable('session')
    .addColumn('last_used_at', 'text', (c) => c.notNull().defaultTo(''))
    .execute()
  await db.schema
    .alterTable('session')
    .addColumn('browser', 'text', (c) => c.notNull().defaultTo(''))
    .execute()
  await sql`update session set last_used_at = created_at`.execute(db)

  await db.schema
    .createTable('account_link')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('participant_id', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('purpose', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'text', (c) => c.notNull())
    .addColumn('used_at', 'text')
    .execute()
  await db.schema
    .createIndex('account_link_participant')
    .on('account_link')
    .columns(['participant_id'])
    .execute()
}
