import type { Tx } from '#db/client'
import {
  bindDocumentAuthor,
  listDocumentAuthors,
  listDocumentUpdates,
  type DocumentAuthor,
} from '#db/queries/documents'
import type { DocumentId } from '#domain/ids'
import type { SignedInActor } from '#domain/people/participants'
import { attribute } from '#editor/attribution'
import { newClientId } from './client-id'

/**
 * Under whose names words are written anew that only leave their brackets: each stays its author's.
 * `bind` says whose the names are that were used, before the update is shown to anybody.
 */
export async function liftingWriters(tx: Tx, document: DocumentId, actor: SignedInActor) {
  const authors = await listDocumentAuthors(tx, document)
  const known = new Map(authors.map((one) => [one.client, one]))
  const written = new Map<number, DocumentAuthor>()
  const own = newClientId()
  const { participant, delegation } = actor
  const lifter = {
    client: own,
    participant,
    amendment: undefined,
    delegations: delegation ? [delegation] : [],
  }
  return {
    writers: {
      authored: attribute(await listDocumentUpdates(tx, document), authors),
      own,
      clientOf: (author: number) => {
        const made = written.get(author) ?? { ...(known.get(author) ?? nobody), client: newClientId() }
        written.set(author, made)
        return made.client
      },
    },
    bind: async (at: Date) => {
      for (const author of [lifter, ...written.values()]) await bindDocumentAuthor(tx, document, author, at)
    },
  }
}

/** Words of which nobody knows who wrote them, as in an imported text, stay nobody's. */
const nobody: Omit<DocumentAuthor, 'client'> = {
  participant: undefined,
  amendment: undefined,
  delegations: [],
}
