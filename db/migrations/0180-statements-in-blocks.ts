import { sql, type Kysely } from 'kysely'

/** A statement is kept in blocks of runs, as every other text that never changes again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('statement').renameColumn('body', 'content').execute()
  const { rows } = await sql<{ id: string; content: string }>`select id, content from statement`.execute(db)
  for (const { id, content } of rows) {
    const blocks = content
      .normalize('NFC')
      .split(/\r?\n+/)
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .map((line) => ({ type: 'paragraph', children: [{ type: 'text', text: line }] }))
    await sql`update statement set content = ${JSON.stringify({ blocks })} where id = ${id}`.execute(db)
  }
}
