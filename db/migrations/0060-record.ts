import { sql, type Kysely } from 'kysely'

/**
 * What proves the record: who wrote a frozen text, signed checkpoints, the files of issued lists; what is decided on
 * sources; and corrections, which stand beside a list.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const postgres = db.getExecutor().adapter.constructor.name === 'PostgresAdapter'
  const bytes = postgres ? sql`bytea` : sql`blob`
  await db.schema
    .alterTable('version')
    .addColumn('authors_hash', 'text', (c) => c.notNull().defaultTo(''))
    .execute()
  await db.schema
    .createTable('checkpoint')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('sequence', 'bigint', (c) => c.notNull())
    .addColumn('event_hash', 'text', (c) => c.notNull())
    .addColumn('update_id', 'bigint', (c) => c.notNull())
    .addColumn('log_hash', 'text', (c) => c.notNull())
    .addColumn('bindings_hash', 'text', (c) => c.notNull())
    .addColumn('settled_until', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('public_key', 'text', (c) => c.notNull())
    .addColumn('signature', 'text', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('issued_file')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('list_id', 'text', (c) => c.notNull().references('list.id'))
    .addColumn('format', 'text', (c) => c.notNull())
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('content', bytes, (c) => c.notNull())
    .addColumn('sha256', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .addUniqueConstraint('issued_file_once', ['list_id', 'format', 'language'])
    .execute()
  await db.schema.createIndex('issued_file_sha256').on('issued_file').columns(['sha256']).execute()
  await db.schema
    .createTable('lineage_confirmation')
    .addColumn('recommendation_id', 'text', (c) => c.primaryKey().references('recommendation.id'))
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('confirmed_by', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('confirmed_at', 'text', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('list_correction')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('list_id', 'text', (c) => c.notNull().references('list.id'))
    .addColumn('label', 'text')
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('recorded_by', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('recorded_at', 'text', (c) => c.notNull())
    .execute()
}
