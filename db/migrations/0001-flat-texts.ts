import { sql, type Kysely } from 'kysely'

/** Frozen once released: this file imports nothing of ours and spells its values out. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const postgres = db.getExecutor().adapter.constructor.name === 'PostgresAdapter'
  const bytes = postgres ? sql`bytea` : sql`blob`
  const sequence = postgres ? sql`bigint generated always as identity` : sql`integer`

  await db.schema
    .createTable('expert_group')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('abbreviation', 'text', (c) => c.notNull())
    .addColumn('parent_body', 'text', (c) => c.notNull())
    .addColumn('established_by', 'text', (c) => c.notNull())
    .execute()

  await db.schema
    .createTable('workplan')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('expert_group_id', 'text', (c) => c.notNull().references('expert_group.id'))
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('from_year', 'integer', (c) => c.notNull())
    .addColumn('to_year', 'integer', (c) => c.notNull())
    .execute()

  await db.schema
    .createTable('meeting')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('workplan_id', 'text', (c) => c.notNull().references('workplan.id'))
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('starts_on', 'text', (c) => c.notNull())
    .addColumn('ends_on', 'text', (c) => c.notNull())
    .addColumn('place', 'text', (c) => c.notNull())
    .addColumn('time_zone', 'text', (c) => c.notNull())
    .addColumn('first_paragraph', 'integer', (c) => c.notNull())
    .execute()

  await db.schema
    .createTable('postponement')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('meeting_id', 'text', (c) => c.notNull().references('meeting.id'))
    .addColumn('old_starts_on', 'text', (c) => c.notNull())
    .addColumn('old_ends_on', 'text', (c) => c.notNull())
    .addColumn('new_starts_on', 'text', (c) => c.notNull())
    .addColumn('new_ends_on', 'text', (c) => c.notNull())
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .execute()

  await db.schema
    .createTable('topic')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('meeting_id', 'text', (c) => c.notNull().references('meeting.id'))
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('title', 'text', (c) => c.notNull())
    .execute()

  await db.schema
    .createTable('delegation')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('code', 'text', (c) => c.notNull())
    .addColumn('regional_group', 'text')
    .execute()

  await db.schema
    .createTable('participant')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('email', 'text', (c) => c.notNull().unique())
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('delegation_id', 'text', (c) => c.references('delegation.id'))
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .execute()

  await db.schema
    .createTable('account')
    .addColumn('participant_id', 'text', (c) => c.primaryKey().references('participant.id'))
    .addColumn('password_hash', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .execute()

  await db.schema
    .createTable('session')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('participant_id', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'text', (c) => c.notNull())
    .addColumn('revoked_at', 'text')
    .execute()

  await db.schema
    .createTable('sign_in_attempt')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .execute()

  await db.schema
    .createTable('document')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('access_version', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()

  await db.schema
    .createTable('document_update')
    .addColumn('id', sequence, (c) => (postgres ? c.primaryKey() : c.primaryKey().autoIncrement()))
    .addColumn('document_id', 'text', (c) => c.notNull().references('document.id'))
    .addColumn('payload', bytes, (c) => c.notNull())
    .addColumn('participant_id', 'text', (c) => c.references('participant.id'))
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('restores_id', 'bigint')
    .execute()

  await db.schema
    .createTable('document_snapshot')
    .addColumn('document_id', 'text', (c) => c.primaryKey().references('document.id'))
    .addColumn('update_id', 'bigint', (c) => c.notNull())
    .addColumn('state', bytes, (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .execute()

  await db.schema
    .createTable('recommendation')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('meeting_id', 'text', (c) => c.notNull().references('meeting.id'))
    .addColumn('topic_id', 'text', (c) => c.references('topic.id'))
    .addColumn('stage', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('search_text', 'text', (c) => c.notNull())
    .addColumn('brackets', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('document_id', 'text', (c) => c.notNull().unique().references('document.id'))
    .addColumn('draft_document_id', 'text', (c) => c.unique().references('document.id'))
    .addColumn('created_by', 'text', (c) => c.references('participant.id'))
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addColumn('tabled_at', 'text')
    .addColumn('source', 'text')
    .execute()

  await db.schema
    .createTable('recommendation_sponsor')
    .addColumn('recommendation_id', 'text', (c) => c.notNull().references('recommendation.id'))
    .addColumn('delegation_id', 'text', (c) => c.notNull().references('delegation.id'))
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('since', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('recommendation_sponsor_key', ['recommendation_id', 'delegation_id'])
    .execute()

  await db.schema
    .createTable('pen')
    .addColumn('recommendation_id', 'text', (c) => c.notNull().references('recommendation.id'))
    .addColumn('delegation_id', 'text', (c) => c.notNull().references('delegation.id'))
    .addColumn('given_by', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('given_at', 'text', (c) => c.notNull())
    .addColumn('until', 'text')
    .addPrimaryKeyConstraint('pen_key', ['recommendation_id', 'delegation_id'])
    .execute()

  await db.schema
    .createTable('version')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('recommendation_id', 'text', (c) => c.notNull().references('recommendation.id'))
    .addColumn('number', 'integer', (c) => c.notNull())
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('content', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('created_by', 'text', (c) => c.references('participant.id'))
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('update_id', 'bigint', (c) => c.notNull())
    .addUniqueConstraint('version_number', ['recommendation_id', 'number'])
    .execute()

  await db.schema
    .createTable('amendment')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull().defaultTo('text'))
    .addColumn('parent_id', 'text', (c) => c.references('amendment.id'))
    .addColumn('continues_id', 'text', (c) => c.references('amendment.id'))
    .addColumn('after_id', 'text', (c) => c.references('recommendation.id'))
    .addColumn('recommendation_id', 'text', (c) => c.notNull().references('recommendation.id'))
    .addColumn('document_id', 'text', (c) => c.notNull().unique().references('document.id'))
    .addColumn('draft_document_id', 'text', (c) => c.unique().references('document.id'))
    .addColumn('base_version_id', 'text', (c) => c.notNull().references('version.id'))
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('rationale', 'text', (c) => c.notNull())
    .addColumn('created_by', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addColumn('tabled_at', 'text')
    .addColumn('decided_by', 'text', (c) => c.references('participant.id'))
    .addColumn('decided_at', 'text')
    .addColumn('decision_reason', 'text')
    .execute()

  await db.schema
    .createTable('amendment_sponsor')
    .addColumn('amendment_id', 'text', (c) => c.notNull().references('amendment.id'))
    .addColumn('delegation_id', 'text', (c) => c.notNull().references('delegation.id'))
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('since', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('amendment_sponsor_key', ['amendment_id', 'delegation_id'])
    .execute()

  await db.schema
    .createTable('document_author')
    .addColumn('document_id', 'text', (c) => c.notNull().references('document.id'))
    .addColumn('base_id', 'text', (c) => c.notNull())
    .addColumn('participant_id', 'text', (c) => c.references('participant.id'))
    .addColumn('amendment_id', 'text', (c) => c.references('amendment.id'))
    .addColumn('delegations', 'text', (c) => c.notNull())
    .addColumn('since', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('document_author_key', ['document_id', 'base_id'])
    .execute()

  await db.schema
    .createTable('document_origin')
    .addColumn('document_id', 'text', (c) => c.notNull().references('document.id'))
    .addColumn('client', 'bigint', (c) => c.notNull())
    .addColumn('clock', 'bigint', (c) => c.notNull())
    .addColumn('length', 'bigint', (c) => c.notNull())
    .addColumn('origin_document_id', 'text', (c) => c.notNull().references('document.id'))
    .addColumn('origin_client', 'bigint', (c) => c.notNull())
    .addColumn('origin_clock', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('document_origin_key', ['document_id', 'client', 'clock'])
    .execute()

  await db.schema
    .createTable('tag')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('retired_at', 'text')
    .execute()

  await db.schema
    .createTable('recommendation_tag')
    .addColumn('recommendation_id', 'text', (c) => c.notNull().references('recommendation.id'))
    .addColumn('tag_id', 'text', (c) => c.notNull().references('tag.id'))
    .addPrimaryKeyConstraint('recommendation_tag_key', ['recommendation_id', 'tag_id'])
    .execute()

  await db.schema
    .createTable('mandate')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('symbol', 'text', (c) => c.notNull().unique())
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('adopted_on', 'text')
    .execute()

  await db.schema
    .createTable('recommendation_mandate')
    .addColumn('recommendation_id', 'text', (c) => c.notNull().references('recommendation.id'))
    .addColumn('mandate_id', 'text', (c) => c.notNull().references('mandate.id'))
    .addPrimaryKeyConstraint('recommendation_mandate_key', ['recommendation_id', 'mandate_id'])
    .execute()

  await db.schema
    .createTable('list')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('meeting_id', 'text', (c) => c.notNull().references('meeting.id'))
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('issued_by', 'text', (c) => c.references('participant.id'))
    .addColumn('issued_at', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .addColumn('canonical', 'text', (c) => c.notNull())
    .execute()

  await db.schema
    .createTable('list_item')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('list_id', 'text', (c) => c.notNull().references('list.id'))
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('label', 'text', (c) => c.notNull())
    .addColumn('topic_id', 'text', (c) => c.references('topic.id'))
    .addColumn('recommendation_id', 'text', (c) => c.notNull().references('recommendation.id'))
    .addColumn('version_id', 'text', (c) => c.notNull().references('version.id'))
    .addUniqueConstraint('list_item_label', ['list_id', 'label'])
    .addUniqueConstraint('list_item_recommendation', ['list_id', 'recommendation_id'])
    .execute()

  await db.schema
    .createTable('disposition')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('recommendation_id', 'text', (c) => c.notNull().unique().references('recommendation.id'))
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('reason', 'text')
    .addColumn('decided_by', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('decided_at', 'text', (c) => c.notNull())
    .execute()

  await db.schema
    .createTable('disposition_target')
    .addColumn('disposition_id', 'text', (c) => c.notNull().references('disposition.id'))
    .addColumn('recommendation_id', 'text', (c) => c.notNull().references('recommendation.id'))
    .addPrimaryKeyConstraint('disposition_target_key', ['disposition_id', 'recommendation_id'])
    .execute()

  await db.schema
    .createTable('call')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('list_id', 'text', (c) => c.notNull().references('list.id'))
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('instructions', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('deadline', 'text', (c) => c.notNull())
    .addColumn('created_by', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('created_at', 'text', (c) => c.notNull())
    .execute()

  await db.schema
    .createTable('submission')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('call_id', 'text', (c) => c.notNull().references('call.id'))
    .addColumn('delegation_id', 'text', (c) => c.notNull().references('delegation.id'))
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('general_remarks', 'text', (c) => c.notNull())
    .addColumn('late', 'integer', (c) => c.notNull())
    .addColumn('updated_by', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addColumn('submitted_at', 'text')
    .addColumn('published_at', 'text')
    .addUniqueConstraint('submission_delegation', ['call_id', 'delegation_id'])
    .execute()

  await db.schema
    .createTable('comment')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('submission_id', 'text', (c) => c.notNull().references('submission.id'))
    .addColumn('list_item_id', 'text', (c) => c.notNull().references('list_item.id'))
    .addColumn('position', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addUniqueConstraint('comment_item', ['submission_id', 'list_item_id'])
    .execute()

  await db.schema
    .createTable('audit_event')
    .addColumn('sequence', 'bigint', (c) => c.primaryKey())
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('meeting_id', 'text')
    .addColumn('subject_kind', 'text', (c) => c.notNull())
    .addColumn('subject_id', 'text', (c) => c.notNull())
    .addColumn('actor_id', 'text')
    .addColumn('actor_role', 'text')
    .addColumn('delegation_id', 'text')
    .addColumn('reason', 'text')
    .addColumn('detail', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('previous_hash', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .execute()

  await db.schema
    .createTable('setting')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('value', 'text', (c) => c.notNull())
    .execute()

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
    .addColumn('view', 'text', (c) => c.notNull().defaultTo('amendments'))
    .addColumn('amendment_id', 'text', (c) => c.references('amendment.id'))
    .addColumn('agenda_kind', 'text')
    .addColumn('list_closed_at', 'text')
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

  await db.schema
    .createTable('notice_cursor')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('sequence', 'integer', (c) => c.notNull())
    .execute()

  await db.schema
    .createTable('mail')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('participant_id', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('html', 'text', (c) => c.notNull())
    .addColumn('confidential', 'integer', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('next_attempt_at', 'text')
    .addColumn('error', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('sent_at', 'text')
    .execute()

  await db.schema
    .createTable('notice')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('participant_id', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('sequence', 'integer', (c) => c.notNull())
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('meeting_id', 'text', (c) => c.references('meeting.id'))
    .addColumn('recommendation_id', 'text', (c) => c.references('recommendation.id'))
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('read_at', 'text')
    .addColumn('delivery', 'text', (c) => c.notNull())
    .addColumn('mail_id', 'text', (c) => c.references('mail.id'))
    .addUniqueConstraint('notice_once', ['participant_id', 'sequence'])
    .execute()

  await db.schema
    .createTable('notice_setting')
    .addColumn('participant_id', 'text', (c) => c.primaryKey().references('participant.id'))
    .addColumn('delivery', 'text', (c) => c.notNull())
    .addColumn('hour', 'integer', (c) => c.notNull())
    .addColumn('time_zone', 'text')
    .addColumn('muted_kinds', 'text', (c) => c.notNull())
    .addColumn('muted_meetings', 'text', (c) => c.notNull())
    .execute()

  await db.schema
    .createTable('last_look')
    .addColumn('participant_id', 'text', (c) => c.notNull().references('participant.id'))
    .addColumn('recommendation_id', 'text', (c) => c.notNull().references('recommendation.id'))
    .addColumn('update_id', 'bigint', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('last_look_key', ['participant_id', 'recommendation_id'])
    .execute()

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
    .createTable('amendment_change')
    .addColumn('amendment_id', 'text', (c) => c.notNull().references('amendment.id'))
    .addColumn('change_index', 'integer', (c) => c.notNull())
    .addColumn('choice', 'text')
    .addColumn('chosen_by', 'text', (c) => c.references('participant.id'))
    .addColumn('chosen_at', 'text')
    .addColumn('outcome', 'text')
    .addColumn('decided_by', 'text', (c) => c.references('participant.id'))
    .addColumn('decided_at', 'text')
    .addPrimaryKeyConstraint('amendment_change_key', ['amendment_id', 'change_index'])
    .execute()

  await sql`insert into notice_cursor (id, sequence) values (1, 0)`.execute(db)
  await sql`insert into setting (name, value) values ('shape-version', '1')`.execute(db)

  const indexes: [name: string, table: string, columns: string[]][] = [
    ['session_participant', 'session', ['participant_id']],
    ['sign_in_attempt_subject', 'sign_in_attempt', ['subject', 'at']],
    ['document_update_document', 'document_update', ['document_id', 'id']],
    ['recommendation_meeting', 'recommendation', ['meeting_id', 'topic_id', 'position']],
    ['recommendation_sponsor_delegation', 'recommendation_sponsor', ['delegation_id']],
    ['amendment_recommendation', 'amendment', ['recommendation_id']],
    ['recommendation_tag_tag', 'recommendation_tag', ['tag_id']],
    ['list_meeting', 'list', ['meeting_id']],
    ['list_item_of_recommendation', 'list_item', ['recommendation_id']],
    ['disposition_target_recommendation', 'disposition_target', ['recommendation_id']],
    ['comment_item_index', 'comment', ['list_item_id']],
    ['audit_event_subject', 'audit_event', ['subject_id', 'sequence']],
    ['audit_event_meeting', 'audit_event', ['meeting_id', 'sequence']],
    ['statement_recommendation', 'statement', ['recommendation_id']],
    ['silence_recommendation', 'silence', ['recommendation_id']],
    ['silence_due', 'silence', ['status', 'deadline']],
    ['speaker_meeting', 'speaker', ['meeting_id', 'position']],
    ['notice_unread', 'notice', ['participant_id', 'read_at']],
    ['notice_undelivered', 'notice', ['delivery', 'mail_id']],
    ['mail_waiting', 'mail', ['status', 'next_attempt_at']],
    ['amendment_status', 'amendment', ['status']],
    ['informal_recommendation', 'informal', ['recommendation_id']],
    ['amendment_parent', 'amendment', ['parent_id']],
    ['amendment_continues', 'amendment', ['continues_id']],
    ['document_origin_of', 'document_origin', ['origin_document_id']],
  ]
  for (const [name, table, columns] of indexes) {
    await db.schema.createIndex(name).on(table).columns(columns).execute()
  }
}
