import { PostgresAdapter, sql, type Kysely } from 'kysely'

/**
 * The bytes of a file to import are in a table of their own, in pieces: SQLite writes a whole row again whenever
 * anything in it changes, and the progress of a reading changes often. Pieces are written before their file is, one by one: they have no reference to it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const bytes = db.getExecutor().adapter instanceof PostgresAdapter ? sql`bytea` : sql`blob`
  await db.schema
    .createTable('import_piece')
    .addColumn('import_id', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('bytes', bytes, (column) => column.notNull())
    .addPrimaryKeyConstraint('import_piece_key', ['import_id', 'position'])
    .execute()
  await sql`
    insert into import_piece (import_id, position, bytes)
    select id, 0, bytes from import_file where bytes is not null
  `.execute(db)
  await db.schema.alterTable('import_file').dropColumn('bytes').execute()
}
