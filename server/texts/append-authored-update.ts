import type { Tx } from '#db/client'
import { appendDocumentUpdate, bindDocumentAuthor } from '#db/queries/documents'
import type { DocumentId } from '#domain/ids'
import type { SignedInActor } from '#domain/people/participants'
import type { AuthoredUpdate } from './amendment-texts'

/**
 * Writes a decision into a text: an update whose words are other people's, sent by whoever decided.
 * @param moved the client id under which words were written again that only moved.
 * @returns false where one of the client ids is somebody else's in this document: nothing may be written then.
 */
export async function appendAuthoredUpdate(
  tx: Tx,
  actor: SignedInActor,
  document: DocumentId,
  { payload, authors }: AuthoredUpdate,
  moved: number,
  at: Date,
): Promise<boolean> {
  const { participant } = actor
  // Nobody's: the words are given back to those who wrote them first, and never become the decider's own.
  const mover = { client: moved, participant: undefined, amendment: undefined, delegations: [] }
  for (const author of [...authors, mover]) {
    const bound = await bindDocumentAuthor(tx, document, author, at)
    if (bound.participant !== author.participant || bound.amendment !== author.amendment) return false
  }
  await appendDocumentUpdate(tx, { document, payload, participant, at })
  return true
}
