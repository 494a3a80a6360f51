import type * as Y from 'yjs'
import type { Db } from '#db/client'
import { findAmendment, type Amendment } from '#db/queries/amendments'
import { loadDocument } from '#db/queries/documents'
import { canonicalJson, sha256 } from '#domain/hash'
import { mergePlaced, type Merge } from '#domain/negotiation/merging'
import type { DocumentContent } from '#domain/text/content'
import { readContent } from '#editor/authored'
import type { Letters } from './document-words'
import { previewMerge } from './preview'
import {
  placeAmendments,
  readStandingText,
  readTabledAmendments,
  type ChangeInDocument,
} from './tabled-changes'

/** What an amendment would propose with a sub-amendment in it. */
export type SubPreview = {
  current: DocumentContent
  changes: readonly ChangeInDocument[]
  merge: Merge<Letters | undefined>
  /** Names what is shown here: accepting says which preview was seen. */
  seen: string
}

export async function previewIn(db: Db, item: Amendment, proposal: Y.Doc): Promise<SubPreview> {
  const parent = await getParent(db, item)
  const text = await readStandingText(db, parent.document, proposal, item.language)
  const changes = placeAmendments(await readTabledAmendments(db, [item]), text).changes.get(item.id) ?? []
  const now = readContent(proposal)
  const merge = previewMerge(proposal, item.language, mergePlaced(changes, text.tokens), changes)
  return {
    current: now,
    changes,
    merge,
    seen: sha256(canonicalJson({ current: now, becomes: merge.content })),
  }
}

/** The amendment that a sub-amendment amends. */
export async function getParent(db: Db, item: Amendment): Promise<Amendment> {
  const parent = item.parent && (await findAmendment(db, item.parent.id))
  if (!parent) throw new Error(`Amendment ${item.id} is no sub-amendment.`)
  return parent
}

/** What the amended amendment would propose if this sub-amendment were accepted. */
export async function previewSubAmendment(db: Db, item: Amendment): Promise<SubPreview> {
  const { doc } = await loadDocument(db, (await getParent(db, item)).document)
  const preview = await previewIn(db, item, doc)
  doc.destroy()
  return preview
}
