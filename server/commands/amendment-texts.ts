import * as Y from 'yjs'
import type { Db } from '#db/client'
import type { Amendment } from '#db/queries/amendments'
import { getFirstDocumentUpdate, loadDocument } from '#db/queries/documents'
import type { DocumentContent } from '#domain/content'
import { sha256, canonicalJson } from '#domain/hash'
import { anchorsByOrigin, mergeChanges, tokensOf, type Merge } from '#domain/word-diff'
import { rewriteText, tokensOfDocument } from '#editor/rewrite-text'
import { readContent } from '#editor/text-document'

/** What an amendment starts from, what it says, and what the working text would become with it. */
export type AmendmentPreview = {
  base: DocumentContent
  changed: DocumentContent
  current: DocumentContent
  merge: Merge
  /** Names what is shown here: accepting says which preview was seen, so nobody accepts anything else. */
  seen: string
}

function documentOf(...updates: Uint8Array[]): Y.Doc {
  const doc = new Y.Doc({ gc: false })
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc
}

/** The text of an amendment as it stands: the fork while it is drafted, afterwards its canonical form. */
async function readAmendment(db: Db, amendment: Amendment, base: Uint8Array): Promise<DocumentContent> {
  const doc = amendment.canonicalUpdate
    ? documentOf(base, amendment.canonicalUpdate)
    : (await loadDocument(db, amendment.document)).doc
  const content = readContent(doc)
  doc.destroy()
  return content
}

/** The text of an amendment and of the version that it was forked from. */
export async function readAmendmentTexts(
  db: Db,
  amendment: Amendment,
): Promise<{ base: DocumentContent; changed: DocumentContent }> {
  const start = await getFirstDocumentUpdate(db, amendment.document)
  const doc = documentOf(start)
  const base = readContent(doc)
  doc.destroy()
  return { base, changed: await readAmendment(db, amendment, start) }
}

/** The amendment's changes as whole words over its base, under one client id; undefined where nothing differs. */
export async function makeCanonicalUpdate(
  db: Db,
  amendment: Amendment,
  client: number,
): Promise<Uint8Array | undefined> {
  const base = await getFirstDocumentUpdate(db, amendment.document)
  const doc = documentOf(base)
  const update = rewriteText(doc, await readAmendment(db, amendment, base), amendment.language, client)
  doc.destroy()
  return update
}

/**
 * What the working text would become if the chosen changes were taken in.
 * @param chosen indexes of changes; all of them without it.
 */
export async function previewAmendment(
  db: Db,
  amendment: Amendment,
  chosen?: ReadonlySet<number>,
): Promise<AmendmentPreview> {
  const { base, doc } = await openTexts(db, amendment)
  const preview = await mergeInto(db, amendment, base, doc, chosen)
  doc.destroy()
  return preview
}

async function openTexts(db: Db, amendment: Amendment) {
  const base = await getFirstDocumentUpdate(db, amendment.document)
  const { doc, lastUpdateId } = await loadDocument(db, amendment.recommendation.document)
  return { base, doc, lastUpdateId }
}

async function mergeInto(
  db: Db,
  amendment: Amendment,
  start: Uint8Array,
  working: Y.Doc,
  chosen?: ReadonlySet<number>,
): Promise<AmendmentPreview> {
  const { language } = amendment
  const changed = await readAmendment(db, amendment, start)
  const baseDoc = documentOf(start)
  const base = tokensOfDocument(baseDoc, language)
  const current = tokensOfDocument(working, language)
  const anchors = anchorsByOrigin(base, current, (place, offset) =>
    place ? `${String(place.client)}:${String(place.clock + offset)}` : '',
  )
  const merge = mergeChanges({ base, changed: tokensOf(changed, language), current, anchors }, chosen)
  const baseContent = readContent(baseDoc)
  baseDoc.destroy()
  const now = readContent(working)
  const seen = sha256(canonicalJson({ current: now, becomes: merge.content }))
  return { base: baseContent, changed, current: now, merge, seen }
}

/**
 * The update that takes a tabled amendment into the working text: its canonical form where that merges to the
 * same text, else the same changes replayed word by word on the text as it stands. Either is written under the
 * client id that belongs to the amendment's sponsors.
 */
export async function makeAcceptance(
  db: Db,
  amendment: Amendment,
  chosen?: ReadonlySet<number>,
): Promise<{ preview: AmendmentPreview; update: Uint8Array | undefined; client: number }> {
  const { canonicalUpdate } = amendment
  if (!canonicalUpdate) throw new Error(`Amendment ${amendment.id} was tabled without its canonical form.`)
  const { base, doc } = await openTexts(db, amendment)
  const preview = await mergeInto(db, amendment, base, doc, chosen)
  const [client = 0] = Y.parseUpdateMeta(canonicalUpdate).from.keys()
  const merged = documentOf(Y.encodeStateAsUpdate(doc), canonicalUpdate)
  const wanted = canonicalJson(preview.merge.content)
  const update =
    !chosen && canonicalJson(readContent(merged)) === wanted
      ? canonicalUpdate
      : rewriteText(doc, preview.merge.content, amendment.language, client)
  merged.destroy()
  doc.destroy()
  return { preview, update, client }
}
