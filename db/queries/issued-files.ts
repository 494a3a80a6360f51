import type { IssuedFileId, ListId } from '#domain/ids'
import type { Language } from '#domain/languages'
import type { Db, Tx } from '../client'

type Written = { format: string; language: Language }

export async function findIssuedFile(
  db: Db,
  list: ListId,
  { format, language }: Written,
): Promise<Uint8Array | undefined> {
  const row = await db
    .selectFrom('issued_file')
    .select('content')
    .where('list_id', '=', list)
    .where('format', '=', format)
    .where('language', '=', language)
    .executeTakeFirst()
  return row && new Uint8Array(row.content)
}

/** @returns false where there is one already. */
export async function insertIssuedFile(
  tx: Tx,
  file: Written & { id: IssuedFileId; list: ListId; content: Uint8Array; sha256: string; at: Date },
): Promise<boolean> {
  const result = await tx
    .insertInto('issued_file')
    .values({
      id: file.id,
      list_id: file.list,
      format: file.format,
      language: file.language,
      content: Buffer.from(file.content),
      sha256: file.sha256,
      at: file.at.toISOString(),
    })
    .onConflict((conflict) => conflict.columns(['list_id', 'format', 'language']).doNothing())
    .executeTakeFirstOrThrow()
  return result.numInsertedOrUpdatedRows === 1n
}

/** The list of which a file with this SHA-256 was issued. */
export async function findListOfFile(db: Db, sha256: string) {
  return db
    .selectFrom('issued_file')
    .select(['list_id', 'format', 'language'])
    .where('sha256', '=', sha256)
    .executeTakeFirst()
}

/** What is kept of files, with what they should hash to. */
export async function listIssuedFiles(db: Db) {
  const rows = await db.selectFrom('issued_file').select(['id', 'content', 'sha256']).execute()
  return rows.map(({ id, content, sha256 }) => ({ id, content: new Uint8Array(content), sha256 }))
}
