import { sql, type Kysely } from 'kysely'

/** Each submitting is a version that stays; `submission` and `comment` are what the delegation goes on working on. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('submission_version')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('submission_id', 'text', (column) => column.notNull().references('submission.id'))
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('general_remarks', 'text', (column) => column.notNull())
    .addColumn('general_late', 'integer', (column) => column.notNull())
    .addColumn('submitted_by', 'text', (column) => column.notNull().references('participant.id'))
    .addColumn('submitted_at', 'text', (column) => column.notNull())
    .addUniqueConstraint('submission_version_number', ['submission_id', 'number'])
    .execute()
  await db.schema
    .createTable('submission_comment')
    .addColumn('version_id', 'text', (column) => column.notNull().references('submission_version.id'))
    .addColumn('comment_id', 'text', (column) => column.notNull())
    .addColumn('list_item_id', 'text', (column) => column.notNull().references('list_item.id'))
    .addColumn('position', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('late', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('submission_comment_key', ['version_id', 'comment_id'])
    .execute()
  await db.schema
    .createIndex('submission_comment_item')
    .on('submission_comment')
    .column('list_item_id')
    .execute()
  // Of what was submitted before, the last submitting is what is left.
  await sql`
    insert into submission_version
      (id, submission_id, number, language, general_remarks, general_late, submitted_by, submitted_at)
    select id, id, 1, language, general_remarks, late, updated_by, submitted_at
    from submission where submitted_at is not null
  `.execute(db)
  await sql`
    insert into submission_comment (version_id, comment_id, list_item_id, position, body, late)
    select submission.id, comment.id, comment.list_item_id, comment.position, comment.body, submission.late
    from comment join submission on submission.id = comment.submission_id
    where submission.submitted_at is not null
  `.execute(db)
}
