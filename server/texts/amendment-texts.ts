import * as Y from 'yjs'
import type { Db } from '#db/client'
import { listChangeStates } from '#db/queries/amendment-changes'
import type { Amendment } from '#db/queries/amendments'
import {
  getFirstDocumentUpdate,
  listDocumentAuthors,
  loadDocument,
  type DocumentAuthor,
} from '#db/queries/documents'
import { canonicalJson, sha256 } from '#domain/hash'
import { mergePlaced, type Merge } from '#domain/negotiation/merging'
import type { DocumentContent } from '#domain/text/content'
import type { Token } from '#domain/text/content-tokens'
import { rewriteText, rewriteTokens, tokensOfDocument, type Writers } from '#editor/rewrite-text'
import { readContent } from '#editor/text-document'
import { documentOf, placeAmendments, readTabledAmendments } from './tabled-changes'

/** What an amendment starts from, what it says, and what the working text would become with it. */
export type AmendmentPreview = {
  base: DocumentContent
  current: DocumentContent
  /** Its changes that are still open are the ones that can be chosen. */
  merge: Merge
  /** Names what is shown here: accepting says which preview was seen, so nobody accepts anything else. */
  seen: string
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

/** The amendment's changes as whole words over its base; undefined where nothing differs. */
export async function makeCanonicalUpdate(
  db: Db,
  amendment: Amendment,
  writers: Writers,
): Promise<Uint8Array | undefined> {
  const base = await getFirstDocumentUpdate(db, amendment.document)
  const doc = documentOf(base)
  const update = rewriteText(doc, await readAmendment(db, amendment, base), amendment.language, writers)
  doc.destroy()
  return update
}

/**
 * What the working text would become if the chosen changes were taken in.
 * @param chosen indexes of changes; all that are still open without it.
 */
export async function previewAmendment(
  db: Db,
  amendment: Amendment,
  chosen?: ReadonlySet<number>,
): Promise<AmendmentPreview> {
  const { doc } = await loadDocument(db, amendment.recommendation.document)
  const preview = await mergeInto(db, amendment, doc, chosen)
  doc.destroy()
  return preview
}

async function mergeInto(
  db: Db,
  amendment: Amendment,
  working: Y.Doc,
  chosen?: ReadonlySet<number>,
): Promise<AmendmentPreview> {
  const tabled = await readTabledAmendments(db, [amendment])
  const current = tokensOfDocument(working, amendment.language)
  const states = (await listChangeStates(db, [amendment.id])).get(amendment.id) ?? []
  const decided = new Set(states.filter((state) => state.outcome).map((state) => state.index))
  const placed = placeAmendments(tabled, current).changes.get(amendment.id) ?? []
  const open = placed.filter((change) => !decided.has(change.index))
  const merge = mergePlaced(open, current, chosen)
  const now = readContent(working)
  const seen = sha256(canonicalJson({ current: now, becomes: merge.content }))
  const base = tabled.get(amendment.id)?.base.content ?? { blocks: [] }
  return { base, current: now, merge, seen }
}

/** An update of the working text, and to whom the words belong that come with it. */
export type AuthoredUpdate = { payload: Uint8Array; authors: DocumentAuthor[] }

/**
 * The update that takes a tabled amendment into the working text: its canonical form where that merges to the
 * same text, else the same changes replayed word by word on the text as it stands. The words that come are
 * written under the client ids of those whose they are.
 * @param moved the client id for words that only move.
 */
export async function makeAcceptance(
  db: Db,
  amendment: Amendment,
  moved: number,
  chosen?: ReadonlySet<number>,
): Promise<{ preview: AmendmentPreview; update: AuthoredUpdate | undefined }> {
  const { canonicalUpdate, language } = amendment
  if (!canonicalUpdate) throw new Error(`Amendment ${amendment.id} was tabled without its canonical form.`)
  const { doc } = await loadDocument(db, amendment.recommendation.document)
  const preview = await mergeInto(db, amendment, doc, chosen)
  const authors = await listDocumentAuthors(db, amendment.document)
  const merged = documentOf(Y.encodeStateAsUpdate(doc), canonicalUpdate)
  const isSame = canonicalJson(readContent(merged)) === canonicalJson(preview.merge.content)
  merged.destroy()
  const payload =
    !chosen && isSame
      ? canonicalUpdate
      : rewriteTokens(doc, preview.merge.tokens, language, {
          moved,
          added: moved,
          writerOf: writerAmong(
            preview.merge.changes.flatMap(({ coming }) => coming),
            amendment,
            authors,
          ),
        })
  doc.destroy()
  return { preview, update: payload && { payload, authors: authorsIn(payload, amendment, authors) } }
}

/**
 * Whose words an amendment's coming words are: of the one who wrote them where that is known as an amendment's
 * (a sub-amendment that was taken into it keeps its words), else its own.
 */
export function writerAmong(
  coming: readonly Token[],
  amendment: Pick<Amendment, 'id'>,
  authors: readonly DocumentAuthor[],
): (token: Token) => number | undefined {
  const proposed = new Set(authors.filter((one) => one.amendment !== undefined).map((one) => one.client))
  const own = authors.find((one) => one.amendment === amendment.id && one.participant === undefined)?.client
  const words = new Set(coming)
  return (token) => {
    if (!words.has(token)) return undefined
    const client = clientOf(token)
    if (client === undefined) return own
    // A word of the base that a change goes over: it is written again, and stays whose it was.
    return proposed.has(client) ? client : undefined
  }
}

function clientOf(token: Token): number | undefined {
  const origin: unknown = token.kind === 'word' ? token.pieces[0]?.origin : undefined
  const isLetter = typeof origin === 'object' && origin !== null && 'client' in origin
  return isLetter && typeof origin.client === 'number' ? origin.client : undefined
}

/** The authors of an update's words: at this moment an amendment's words are its proposers' and sponsors'. */
export const authorsIn = (
  update: Uint8Array,
  amendment: Pick<Amendment, 'id' | 'proposers' | 'sponsors'>,
  authors: readonly DocumentAuthor[],
): DocumentAuthor[] => {
  const writing = new Set(Y.parseUpdateMeta(update).from.keys())
  return authors
    .filter((one) => writing.has(one.client))
    .map((one) =>
      // What a group wrote apart is each member's own; the rest is theirs who put their names to it.
      one.amendment === amendment.id && one.participant === undefined
        ? { ...one, delegations: [...amendment.proposers, ...amendment.sponsors] }
        : one,
    )
}
