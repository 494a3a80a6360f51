import * as Y from 'yjs'
import type { Db } from '#db/client'
import {
  listDocumentAuthors,
  listDocumentOrigins,
  loadDocument,
  replayDocument,
  type DocumentAuthor,
} from '#db/queries/documents'
import { canonicalJson, sha256 } from '#domain/hash'
import type { DocumentId } from '#domain/ids'
import type { AuthoredInline } from '#domain/text/content'
import { readAuthoredContent } from '#editor/authored'

/**
 * SHA-256 over who wrote which words of a text, and where they were written first. It is frozen with the text, so
 * that no one's words become another's afterwards.
 * @param upTo the entry of the log after which it is asked for; without it, as the text is now.
 */
export async function authorsHash(db: Db, document: DocumentId, upTo?: number): Promise<string> {
  const doc =
    upTo === undefined ? (await loadDocument(db, document)).doc : await replayDocument(db, document, upTo)
  const { blocks } = readAuthoredContent(doc)
  const authors = new Map<string, DocumentAuthor>()
  const runs = blocks.map((block) => block.children.flatMap(runsIn))
  for (const one of new Set([document, ...runs.flat().flatMap((run) => run.document ?? [])]))
    for (const author of await listDocumentAuthors(db, one as DocumentId))
      authors.set(`${one} ${String(author.base)}`, author)
  const origins = (await listDocumentOrigins(db, document)).filter(
    ({ client, clock }) => clock < Y.getState(doc.store, client),
  )
  doc.destroy()
  const said = runs.map((block) =>
    block.map(({ text, client, document: from }) => {
      const author = authors.get(`${from ?? document} ${String(client)}`)
      return {
        text: text.normalize('NFC'),
        participant: author?.participant ?? null,
        amendment: author?.amendment ?? null,
        delegations: author ? [...author.delegations] : null,
      }
    }),
  )
  return sha256(canonicalJson({ said, origins }))
}

const runsIn = (inline: AuthoredInline): { text: string; client: number; document?: string }[] =>
  inline.type === 'bracket' ? inline.children.flatMap(runsIn) : [inline]
