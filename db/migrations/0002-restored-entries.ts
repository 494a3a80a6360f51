import type { Kysely } from 'kysely'

/** An entry of a document's log may bring back how the text read at an earlier one: its words keep their authors. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('document_update').addColumn('restores_id', 'bigint').execute()
}
