import { sql, type Kysely } from 'kysely'

/**
 * Roles have a scope: a person has them in an expert group, or for one of its meetings. Delegations, vocabulary,
 * mandates, events and mails say to which group they belong. What was there before belonged to the only group.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('membership')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('participant_id', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('expert_group_id', 'text', (c) => c.notNull().references('expert_group.id'))
    .addColumn('meeting_id', 'text', (c) => c.references('meeting.id'))
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('delegation_id', 'text', (c) => c.references('delegation.id'))
    .addColumn('since', 'text', (c) => c.notNull())
    .addColumn('ended_at', 'text')
    .execute()
  await sql`
    create unique index membership_current on membership (participant_id, expert_group_id, coalesce(meeting_id, ''))
    where ended_at is null`.execute(db)
  await db.schema.createIndex('membership_group').on('membership').columns(['expert_group_id']).execute()
  await sql`
    insert into membership (id, participant_id, expert_group_id, role, delegation_id, since)
    select participant.id, participant.id, expert_group.id, participant.role, participant.delegation_id,
      participant.created_at
    from participant
    cross join (select min(id) as id from expert_group) as expert_group
    where expert_group.id is not null`.execute(db)
  await db.schema.alterTable('participant').dropColumn('role').execute()
  await db.schema.alterTable('participant').dropColumn('delegation_id').execute()
  await db.schema
    .alterTable('participant')
    .addColumn('administrator', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()

  await db.schema
    .alterTable('expert_group')
    .addColumn('language', 'text', (c) => c.notNull().defaultTo('en'))
    .execute()
  await db.schema
    .alterTable('expert_group')
    .addColumn('shows_proposers', 'integer', (c) => c.notNull().defaultTo(1))
    .execute()

  // SQLite takes no foreign key that must not be null into a table that is there.
  for (const table of ['delegation', 'tag', 'audit_event', 'mail']) {
    await db.schema
      .alterTable(table)
      .addColumn('expert_group_id', 'text', (c) => c.references('expert_group.id'))
      .execute()
  }
  for (const table of ['delegation', 'tag']) {
    await sql`update ${sql.table(table)} set expert_group_id = (select min(id) from expert_group)`.execute(db)
  }
  await db.schema
    .createIndex('delegation_code')
    .unique()
    .on('delegation')
    .columns(['expert_group_id', 'code'])
    .execute()
  await db.schema.createIndex('tag_group').on('tag').columns(['expert_group_id']).execute()

  // The symbol of a mandate was unique in the installation.
  await sql`create table mandate_copy as select * from mandate`.execute(db)
  await sql`create table recommendation_mandate_copy as select * from recommendation_mandate`.execute(db)
  await db.schema.dropTable('recommendation_mandate').execute()
  await db.schema.dropTable('mandate').execute()
  await db.schema
    .createTable('mandate')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('expert_group_id', 'text', (c) => c.notNull().references('expert_group.id'))
    .addColumn('symbol', 'text', (c) => c.notNull())
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('adopted_on', 'text')
    .addUniqueConstraint('mandate_symbol', ['expert_group_id', 'symbol'])
    .execute()
  await db.schema
    .createTable('recommendation_mandate')
    .addColumn('recommendation_id', 'text', (c) => c.notNull().references('recommendation.id'))
    .addColumn('mandate_id', 'text', (c) => c.notNull().references('mandate.id'))
    .addPrimaryKeyConstraint('recommendation_mandate_pkey', ['recommendation_id', 'mandate_id'])
    .execute()
  await sql`
    insert into mandate (id, expert_group_id, symbol, title, adopted_on)
    select mandate_copy.id, expert_group.id, symbol, title, adopted_on
    from mandate_copy cross join (select min(id) as id from expert_group) as expert_group`.execute(db)
  await sql`
    insert into recommendation_mandate (recommendation_id, mandate_id)
    select recommendation_id, mandate_id from recommendation_mandate_copy`.execute(db)
  await db.schema.dropTable('mandate_copy').execute()
  await db.schema.dropTable('recommendation_mandate_copy').execute()
}
