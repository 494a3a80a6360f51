import type { Kysely } from 'kysely'

/**
 * What the search for overlap reads from each text, so that it is read once; and what people decided about the
 * suggestions that come of it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('overlap_terms')
    .addColumn('recommendation_id', 'text', (c) => c.primaryKey().references('recommendation.id'))
    .addColumn('made_by', 'text', (c) => c.notNull())
    .addColumn('made_from', 'text', (c) => c.notNull())
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('stems', 'text', (c) => c.notNull())
    .addColumn('instruments', 'text', (c) => c.notNull())
    .execute()

  await db.schema
    .createTable('suggestion')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('meeting_id', 'text', (c) => c.notNull().references('meeting.id'))
    .addColumn('outcome', 'text', (c) => c.notNull())
    .addColumn('decided_by', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('decided_at', 'text', (c) => c.notNull())
    .addColumn('reopened_by', 'text', (c) => c.references('participant.id'))
    .addColumn('reopened_at', 'text')
    .execute()
  await db.schema.createIndex('suggestion_meeting').on('suggestion').columns(['meeting_id']).execute()

  await db.schema
    .createTable('suggestion_item')
    .addColumn('suggestion_id', 'text', (c) => c.notNull().references('suggestion.id'))
    .addColumn('recommendation_id', 'text', (c) => c.notNull().references('recommendation.id'))
    .addColumn('part', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('suggestion_item_key', ['suggestion_id', 'recommendation_id'])
    .execute()

  await db.schema
    .createTable('suggestion_pair')
    .addColumn('meeting_id', 'text', (c) => c.notNull().references('meeting.id'))
    .addColumn('first_id', 'text', (c) => c.notNull().references('recommendation.id'))
    .addColumn('second_id', 'text', (c) => c.notNull().references('recommendation.id'))
    .addColumn('verdict', 'text', (c) => c.notNull())
    .addColumn('suggestion_id', 'text', (c) => c.notNull().references('suggestion.id'))
    .addPrimaryKeyConstraint('suggestion_pair_key', ['meeting_id', 'first_id', 'second_id'])
    .execute()
  await db.schema
    .createIndex('suggestion_pair_suggestion')
    .on('suggestion_pair')
    .columns(['suggestion_id'])
    .execute()
}
