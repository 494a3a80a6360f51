import type { Kysely } from 'kysely'

/** What is done with the single changes of an amendment on the merge desk. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('amendment_change')
    .addColumn('amendment_id', 'text', (column) => column.notNull().references('amendment.id'))
    .addColumn('change_index', 'integer', (column) => column.notNull())
    .addColumn('choice', 'text')
    .addColumn('chosen_by', 'text', (column) => column.references('participant.id'))
    .addColumn('chosen_at', 'text')
    .addColumn('outcome', 'text')
    .addColumn('decided_by', 'text', (column) => column.references('participant.id'))
    .addColumn('decided_at', 'text')
    .addPrimaryKeyConstraint('amendment_change_key', ['amendment_id', 'change_index'])
    .execute()
}
