import type { Kysely } from 'kysely'

/** Amendments of every kind: to another amendment, of a new paragraph, of a deletion, taken over from others. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('amendment')
    .addColumn('kind', 'text', (column) => column.notNull().defaultTo('text'))
    .execute()
  await db.schema
    .alterTable('amendment')
    .addColumn('parent_id', 'text', (column) => column.references('amendment.id'))
    .execute()
  await db.schema
    .alterTable('amendment')
    .addColumn('continues_id', 'text', (column) => column.references('amendment.id'))
    .execute()
  await db.schema
    .alterTable('amendment')
    .addColumn('after_id', 'text', (column) => column.references('recommendation.id'))
    .execute()
  await db.schema.createIndex('amendment_parent').on('amendment').columns(['parent_id']).execute()
  await db.schema.createIndex('amendment_continues').on('amendment').columns(['continues_id']).execute()
}
