import { ulid } from 'ulid'
import * as Y from 'yjs'
import type { Tx } from '#db/client'
import type { Amendment } from '#db/queries/amendments'
import {
  appendDocumentUpdate,
  bindDocumentAuthor,
  insertDocument,
  insertDocumentOrigins,
  listDocumentAuthors,
  listDocumentLogs,
} from '#db/queries/documents'
import type { DocumentId } from '#domain/ids'
import type { Language } from '#domain/languages'
import type { DocumentKind } from '#domain/text/document-kinds'
import { baseOf, classOf } from '#editor/shape'
import { openOrigins, resolveCopied } from './origins'

/**
 * A text of its own that begins as another one is, letter by letter: the first entry of its log is its base. The
 * words of the base stay their authors', and their origin is known.
 * @param from the document, and its state in the bytes of which the fork begins; everybody who may see the fork may
 * see those bytes.
 * @param entries the state in several parts, each an entry of the log.
 */
export async function forkText(
  tx: Tx,
  from: { document: DocumentId; state: Uint8Array; language: Language; kind: DocumentKind },
  at: Date,
  entries: readonly Uint8Array[] = [from.state],
): Promise<DocumentId> {
  const { document: source, state, language, kind } = from
  const document = ulid() as DocumentId
  await insertDocument(tx, { id: document, kind, language, at })
  const { to: ends } = Y.parseUpdateMeta(state)
  const bases = new Set([...ends.keys()].map(baseOf))
  for (const author of await listDocumentAuthors(tx, source))
    if (bases.has(author.base)) await bindDocumentAuthor(tx, document, author, at)
  const letters = [...ends]
    .filter(([client]) => classOf(client) === 'letters')
    .map(([client, length]) => ({ client, clock: 0, length, origin: { client, clock: 0 } }))
  await insertDocumentOrigins(tx, document, await resolveCopied(openOrigins(tx), source, letters))
  for (const payload of entries)
    await appendDocumentUpdate(tx, { document, payload, participant: undefined, at })
  return document
}

/** A tabled amendment once more, letter by letter, with what it begins with. */
export async function copyAmendment(
  tx: Tx,
  { document, language }: Pick<Amendment, 'document' | 'language'>,
  at: Date,
): Promise<DocumentId> {
  const log = (await listDocumentLogs(tx, [document])).get(document) ?? []
  const fork = { document, state: Y.mergeUpdates(log), language, kind: 'amendment' } as const
  return forkText(tx, fork, at, log)
}
