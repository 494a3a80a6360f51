import { sql, type Kysely } from 'kysely'
import * as Y from 'yjs'

/** How many brackets are open in each working text, for lists: they need not read the texts. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('recommendation')
    .addColumn('brackets', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
  const stored = await sql<{ id: string; document_id: string }>`
    select id, document_id from recommendation where text like '%[%'`.execute(db)
  for (const { id, document_id: document } of stored.rows) {
    const log = await sql<{ payload: Uint8Array }>`
      select payload from document_update where document_id = ${document} order by id`.execute(db)
    const doc = new Y.Doc({ gc: false })
    doc.transact(() => {
      for (const { payload } of log.rows) Y.applyUpdate(doc, new Uint8Array(payload))
    })
    // A sign that somebody typed is no bracket: only the text itself knows.
    const brackets = bracketsIn(doc.get('root-v2', Y.XmlElement))
    doc.destroy()
    if (brackets > 0) await sql`update recommendation set brackets = ${brackets} where id = ${id}`.execute(db)
  }
}

const bracketsIn = (parent: Y.XmlElement): number =>
  parent
    .toArray()
    .reduce(
      (sum, child) =>
        child instanceof Y.XmlElement
          ? sum + bracketsIn(child) + (child.nodeName === 'bracket' && hasWords(child) ? 1 : 0)
          : sum,
      0,
    )

const hasWords = (parent: Y.XmlElement): boolean =>
  parent
    .toArray()
    .some((child) =>
      child instanceof Y.XmlElement
        ? hasWords(child)
        : child instanceof Y.XmlText && child.toString().trim() !== '',
    )
