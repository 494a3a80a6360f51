import type { Kysely } from 'kysely'

/** The room in depth: what the screen shows, where the agenda is, how long one may speak; and informals. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('room')
    .addColumn('view', 'text', (c) => c.notNull().defaultTo('amendments'))
    .execute()
  await db.schema
    .alterTable('room')
    .addColumn('amendment_id', 'text', (c) => c.references('amendment.id'))
    .execute()
  await db.schema.alterTable('room').addColumn('agenda_kind', 'text').execute()
  await db.schema.alterTable('room').addColumn('list_closed_at', 'text').execute()
  await db.schema
    .createTable('speaking_limit')
    .addColumn('meeting_id', 'text', (c) => c.notNull().references('meeting.id'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('seconds', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('speaking_limit_key', ['meeting_id', 'name'])
    .execute()
  await db.schema
    .createTable('informal')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('recommendation_id', 'text', (c) => c.notNull().references('recommendation.id'))
    .addColumn('amendment_id', 'text', (c) => c.notNull().unique().references('amendment.id'))
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('task', 'text', (c) => c.notNull())
    .addColumn('started_by', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('started_at', 'text', (c) => c.notNull())
    .addColumn('ended_by', 'text', (c) => c.references('participant.id'))
    .addColumn('ended_at', 'text')
    .addColumn('reason', 'text')
    .execute()
  await db.schema
    .createTable('informal_member')
    .addColumn('informal_id', 'text', (c) => c.notNull().references('informal.id'))
    .addColumn('delegation_id', 'text', (c) => c.notNull().references('delegation.id'))
    .addColumn('since', 'text', (c) => c.notNull())
    .addColumn('left_at', 'text')
    .addPrimaryKeyConstraint('informal_member_key', ['informal_id', 'delegation_id'])
    .execute()
  await db.schema
    .createIndex('informal_recommendation')
    .on('informal')
    .columns(['recommendation_id'])
    .execute()
}
