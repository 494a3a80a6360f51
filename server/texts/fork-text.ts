import { ulid } from 'ulid'
import type { Tx } from '#db/client'
import {
  appendDocumentUpdate,
  bindDocumentAuthor,
  insertDocument,
  listDocumentAuthors,
} from '#db/queries/documents'
import type { DocumentId } from '#domain/ids'
import type { Language } from '#domain/languages'

/**
 * A text of its own that begins as another one stands: the first entry of its log is its base. The words of the
 * base stay their authors'.
 */
export async function forkText(
  tx: Tx,
  from: { document: DocumentId; base: Uint8Array; language: Language },
  at: Date,
): Promise<DocumentId> {
  const document = ulid() as DocumentId
  await insertDocument(tx, { id: document, kind: 'amendment', language: from.language, at })
  for (const author of await listDocumentAuthors(tx, from.document)) {
    await bindDocumentAuthor(tx, document, author, at)
  }
  await appendDocumentUpdate(tx, { document, payload: from.base, participant: undefined, at })
  return document
}
