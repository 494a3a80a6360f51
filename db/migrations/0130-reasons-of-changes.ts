import type { Kysely } from 'kysely'

/** Why each change of an amendment was not taken: the words of the person who decided, or what it follows from. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('amendment_change').addColumn('reason', 'text').execute()
  await db.schema.alterTable('amendment_change').addColumn('cause', 'text').execute()
}
