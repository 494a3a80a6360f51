import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { recordEvent } from '#db/queries/events'
import { findIssuedFile, insertIssuedFile } from '#db/queries/issued-files'
import type { List } from '#db/queries/lists'
import type { IssuedFileId } from '#domain/ids'
import type { Language } from '#domain/languages'
import { operator } from '#domain/people/participants'
import { inTransaction } from '#server/frame/transaction'
import { digestOf } from './checkpoints'

/**
 * The file of an issued list in a format and a language: written once, kept, and its SHA-256 recorded, so that a copy
 * that somebody has can be told from one that was altered. Of two who ask at once, both get the one that is kept.
 */
export async function issuedFile(
  db: Db,
  list: List,
  as: { format: string; language: Language },
  write: () => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const known = await findIssuedFile(db, list.id, as)
  if (known) return known
  const content = new Uint8Array(await write())
  const kept = await inTransaction(db, async (tx) => {
    const at = new Date()
    const sha256 = digestOf(content)
    const id = ulid() as IssuedFileId
    const isFirst = await insertIssuedFile(tx, { id, list: list.id, ...as, content, sha256, at })
    if (isFirst)
      await recordEvent(tx, {
        type: 'list.file-written',
        subject: list.id,
        meeting: list.meeting,
        actor: operator,
        detail: { ...as, sha256 },
        at,
      })
    return { ok: true, isFirst }
  })
  return kept.isFirst ? content : ((await findIssuedFile(db, list.id, as)) ?? content)
}
