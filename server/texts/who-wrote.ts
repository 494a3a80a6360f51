import type * as Y from 'yjs'
import type { Db } from '#db/client'
import { listDocumentAuthors, loadDocument, replayDocument, type DocumentAuthor } from '#db/queries/documents'
import type { DocumentId } from '#domain/ids'
import type { AuthoredBlock, AuthoredInline } from '#domain/text/content'
import { readAuthoredContent, readOriginatedContent } from '#editor/authored'

/** The words of a document, each run with its author. */
export type WrittenText = {
  document: DocumentId
  blocks: AuthoredBlock[]
  /** Whose the words of a base id are: in this document, or in the one that the run names. */
  authorOf: (run: { client: number; document?: string }) => (DocumentAuthor & { since: Date }) | undefined
}

/**
 * Who wrote each word of a document: it follows from the client id of each letter.
 * @param upTo the entry of the log after which it is asked for; without it, as the text is now.
 */
export async function readWhoWrote(db: Db, document: DocumentId, upTo?: number): Promise<WrittenText> {
  const doc =
    upTo === undefined ? (await loadDocument(db, document)).doc : await replayDocument(db, document, upTo)
  return written(db, document, doc, readAuthoredContent(doc).blocks)
}

/** The words of a document as they are now, each run with its author and with the letters that were written first. */
export async function readFinalWords(db: Db, document: DocumentId): Promise<WrittenText> {
  const { doc } = await loadDocument(db, document)
  return written(db, document, doc, readOriginatedContent(doc).blocks)
}

async function written(
  db: Db,
  document: DocumentId,
  doc: Y.Doc,
  blocks: AuthoredBlock[],
): Promise<WrittenText> {
  doc.destroy()
  const authors = new Map<string, DocumentAuthor & { since: Date }>()
  for (const one of new Set([document, ...documentsIn(blocks.flatMap((block) => block.children))]))
    for (const author of await listDocumentAuthors(db, one)) authors.set(keyOf(one, author.base), author)
  return {
    document,
    blocks,
    authorOf: (run) => authors.get(keyOf((run.document ?? document) as DocumentId, run.client)),
  }
}

const keyOf = (document: DocumentId, base: number) => `${document}:${String(base)}`

const documentsIn = (inlines: readonly AuthoredInline[]): DocumentId[] =>
  inlines.flatMap((inline) => {
    if (inline.type === 'bracket') return documentsIn(inline.children)
    return inline.document === undefined ? [] : [inline.document as DocumentId]
  })
