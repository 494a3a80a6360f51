import type { Kysely } from 'kysely'

/** An adopted list goes to the Commission, and what the Commission does with it is recorded beside it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('commission_action')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('list_id', 'text', (c) => c.notNull().references('list.id'))
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('taken_on', 'text', (c) => c.notNull())
    .addColumn('symbol', 'text', (c) => c.notNull())
    .addColumn('session', 'text', (c) => c.notNull())
    .addColumn('agenda_item', 'text', (c) => c.notNull())
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('remarks', 'text', (c) => c.notNull())
    .addColumn('recorded_by', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('recorded_at', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('commission_action_list').on('commission_action').column('list_id').execute()
}
