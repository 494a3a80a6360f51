import type { Tx } from '#db/client'
import { bindDocumentAuthor, type DocumentAuthor } from '#db/queries/documents'
import { canonicalJson } from '#domain/hash'
import type { DocumentId } from '#domain/ids'
import { newBaseId } from './base-id'

/** Words of which no one is known as the author, and blocks, brackets and emphasis that the server writes. */
export const unattributed = (base: number): DocumentAuthor => ({
  base,
  participant: undefined,
  amendment: undefined,
  delegations: [],
})

/** Binds an author in a document: under the same base id where that is free, else under a new one. */
export async function bindAuthor(
  tx: Tx,
  document: DocumentId,
  author: DocumentAuthor,
  at: Date,
): Promise<number> {
  for (let wanted = author; ; wanted = { ...author, base: newBaseId() }) {
    const bound = await bindDocumentAuthor(tx, document, wanted, at)
    if (isSameAuthor(bound, wanted)) return bound.base
  }
}

export const isSameAuthor = (a: DocumentAuthor, b: DocumentAuthor): boolean =>
  canonicalJson(personOf(a)) === canonicalJson(personOf(b))

const personOf = ({ participant, amendment, delegations }: DocumentAuthor) => ({
  participant: participant ?? '',
  amendment: amendment ?? '',
  delegations: delegations.toSorted(),
})

/** A new base id of somebody's in a document. */
export const bindNewBase = (
  tx: Tx,
  document: DocumentId,
  author: Omit<DocumentAuthor, 'base'>,
  at: Date,
): Promise<number> => bindAuthor(tx, document, { ...author, base: newBaseId() }, at)
