import type { Kysely } from 'kysely'

/** What a negotiation is made of besides its texts: positions, statements, silence procedures, the room. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('position')
    .addColumn('recommendation_id', 'text', (c) => c.notNull().references('recommendation.id'))
    .addColumn('delegation_id', 'text', (c) => c.notNull().references('delegation.id'))
    .addColumn('stance', 'text', (c) => c.notNull())
    .addColumn('audience', 'text', (c) => c.notNull())
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('participant_id', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('position_key', ['recommendation_id', 'delegation_id'])
    .execute()
  await db.schema
    .createTable('statement')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('recommendation_id', 'text', (c) => c.notNull().references('recommendation.id'))
    .addColumn('delegation_id', 'text', (c) => c.notNull().references('delegation.id'))
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('participant_id', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('at', 'text', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('silence')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('recommendation_id', 'text', (c) => c.notNull().references('recommendation.id'))
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('started_by', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('started_at', 'text', (c) => c.notNull())
    .addColumn('deadline', 'text', (c) => c.notNull())
    .addColumn('ended_at', 'text')
    .addColumn('broken_by', 'text', (c) => c.references('delegation.id'))
    .addColumn('reason', 'text')
    .execute()
  await db.schema
    .createTable('room')
    .addColumn('meeting_id', 'text', (c) => c.primaryKey().references('meeting.id'))
    .addColumn('recommendation_id', 'text', (c) => c.references('recommendation.id'))
    .addColumn('topic_id', 'text', (c) => c.references('topic.id'))
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('speaker')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('meeting_id', 'text', (c) => c.notNull().references('meeting.id'))
    .addColumn('delegation_id', 'text', (c) => c.notNull().references('delegation.id'))
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('limit_seconds', 'integer', (c) => c.notNull())
    .addColumn('asked_at', 'text', (c) => c.notNull())
    .addColumn('started_at', 'text')
    .addColumn('ended_at', 'text')
    .execute()
  const indexes: [string, string, string[]][] = [
    ['statement_recommendation', 'statement', ['recommendation_id']],
    ['silence_recommendation', 'silence', ['recommendation_id']],
    ['silence_due', 'silence', ['status', 'deadline']],
    ['speaker_meeting', 'speaker', ['meeting_id', 'position']],
  ]
  for (const [name, table, columns] of indexes)
    await db.schema.createIndex(name).on(table).columns(columns).execute()
}
