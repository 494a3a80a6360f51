import type { Kysely } from 'kysely'

/** A meeting has the symbol of its documents. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('meeting')
    .addColumn('symbol', 'text', (c) => c.notNull().defaultTo(''))
    .execute()
}
