import type { Kysely } from 'kysely'

/** A meeting may have its own table of what each kind of delegation may do; without it, the usual one holds. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('meeting').addColumn('rights', 'text').execute()
}
