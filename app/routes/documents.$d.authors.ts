import type { LoaderFunctionArgs } from '@remix-run/node'
import { findDocument } from '#db/queries/documents'
import type { DocumentId } from '#domain/ids'
import { decideAccess } from '#server/collab/access'
import { documentRules } from '#server/texts/document-kinds'
import { readDocumentAuthors } from '#server/views/document-authors'

/** Who wrote the words of a document; for those who may open it. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  const { db, actor } = context
  const document = String(params['d']) as DocumentId
  const access = await decideAccess(db, actor, document)
  const found = access && (await findDocument(db, document))
  const facts = found && (await documentRules[found.kind].read(db, document))
  if (!facts) throw new Response(null, { status: 404 })
  const authors = await readDocumentAuthors(db, { document, group: facts.place.group })
  return Response.json({ authors }, { headers: { 'cache-control': 'private, no-store' } })
}
