import * as Y from 'yjs'
import type { Db } from '#db/client'
import { loadDocument } from '#db/queries/documents'
import type { DocumentId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import type { Effects } from '#editor/grammar'
import { findItem } from '#editor/life'
import { classOf } from '#editor/shape'
import { decideAccess } from '#server/collab/access'

/** How many other documents the letters of one update may come from. */
const mostDocuments = 5

/**
 * The gate of origins: letters that are said to come from another document are those letters, and their sender may
 * see that document.
 */
export async function areOriginsTrue(
  db: Db,
  copies: Effects['fromElsewhere'],
  actor: Actor,
): Promise<boolean> {
  const documents = new Set(copies.map((copy) => copy.document))
  if (documents.size > mostDocuments) return false
  for (const id of documents) {
    const ofDocument = copies.filter((copy) => copy.document === id)
    if (!(await decideAccess(db, actor, id))) return false
    const { doc } = await loadDocument(db, id as DocumentId)
    const areTrue = ofDocument.every((copy) => lettersAt(doc, copy) === copy.text)
    doc.destroy()
    if (!areTrue) return false
  }
  return true
}

function lettersAt(doc: Y.Doc, { source, text }: Effects['fromElsewhere'][number]): string {
  let letters = ''
  for (let clock = source.clock; letters.length < text.length;) {
    const item = findItem(doc, { client: source.client, clock })
    const isLetters = ['letters', 'moved'].includes(classOf(source.client) ?? '')
    if (!isLetters || !(item?.content instanceof Y.ContentString)) return ''
    const from = clock - item.id.clock
    letters += item.content.str.slice(from, from + text.length - letters.length)
    clock = item.id.clock + item.length
  }
  return letters
}
