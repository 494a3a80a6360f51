import type { Tx } from '#db/client'
import { appendDocumentUpdate, insertDocumentOrigins } from '#db/queries/documents'
import type { DocumentId, ParticipantId } from '#domain/ids'
import { openOrigins, resolveCopied } from './origins'
import type { Rewriting } from './rewrite-text'

/**
 * Writes a decision into a text, sent by the person who decided. Letters that it copies from other documents keep their
 * origin. Its authors are bound before.
 * @returns the entry of the log.
 */
export async function appendRewriting(
  tx: Tx,
  document: DocumentId,
  { update, copied }: Rewriting,
  sent: { participant: ParticipantId | undefined; at: Date; restores?: number },
): Promise<number> {
  await insertDocumentOrigins(tx, document, await resolveCopied(openOrigins(tx), document, copied))
  return appendDocumentUpdate(tx, { document, payload: update, ...sent })
}
