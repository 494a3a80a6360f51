import type * as Y from 'yjs'
import type { Db, Tx } from '#db/client'
import { listChangeStates } from '#db/queries/amendment-changes'
import type { Amendment } from '#db/queries/amendments'
import {
  getFirstDocumentUpdate,
  listDocumentAuthors,
  loadDocument,
  type DocumentAuthor,
} from '#db/queries/documents'
import { canonicalJson, sha256 } from '#domain/hash'
import type { DocumentId } from '#domain/ids'
import { mergePlaced, type Merge, type PlacedChange } from '#domain/negotiation/merging'
import { emptiedBrackets, type EmptiedBracket } from '#domain/text/brackets'
import type { DocumentContent } from '#domain/text/content'
import { readContent } from '#editor/authored'
import { baseOf } from '#editor/shape'
import { bindAuthor } from './bind-authors'
import type { Letters } from './document-words'
import { previewMerge } from './preview'
import { rewriteTokens, type Rewriting, type Writers } from './rewrite-text'
import {
  documentOf,
  placeAmendments,
  placesOf,
  readStandingText,
  readTabledAmendments,
} from './tabled-changes'

/** What an amendment starts from, what it says, and what the working text would become with it. */
export type AmendmentPreview = {
  base: DocumentContent
  current: DocumentContent
  /** Its changes that are still open are the ones that can be chosen. */
  merge: Merge<Letters | undefined>
  /** Brackets of the text that lose their words, or go. */
  emptied: EmptiedBracket[]
  /** Names what is shown here: accepting says which preview was seen, so no one accepts anything else. */
  seen: string
}

/** The text of an amendment and of the version that it was forked from. */
export async function readAmendmentTexts(
  db: Db,
  amendment: Amendment,
): Promise<{ base: DocumentContent; changed: DocumentContent }> {
  const before = documentOf(await getFirstDocumentUpdate(db, amendment.document))
  const { doc } = await loadDocument(db, amendment.document)
  const texts = { base: readContent(before), changed: readContent(doc) }
  before.destroy()
  doc.destroy()
  return texts
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
  const { preview } = await mergeInto(db, amendment, doc, chosen)
  doc.destroy()
  return preview
}

async function mergeInto(db: Db, amendment: Amendment, working: Y.Doc, chosen?: ReadonlySet<number>) {
  const tabled = await readTabledAmendments(db, [amendment])
  const text = await readStandingText(db, amendment.recommendation.document, working, amendment.language)
  const states = (await listChangeStates(db, [amendment.id])).get(amendment.id) ?? []
  const decided = new Set(states.filter((state) => state.outcome).map((state) => state.index))
  const placed = placeAmendments(tabled, text).changes.get(amendment.id) ?? []
  const open = placed.filter((change) => !decided.has(change.index))
  const now = readContent(working)
  const merge = previewMerge(working, amendment.language, mergePlaced(open, text.tokens, chosen), open)
  const seen = sha256(canonicalJson({ current: now, becomes: merge.content }))
  const base = tabled.get(amendment.id)?.base.content ?? { blocks: [] }
  const emptied = emptiedBrackets(now, merge.content)
  return { preview: { base, current: now, merge, emptied, seen } satisfies AmendmentPreview, open }
}

/** The update that takes a tabled amendment into the working text: its changes, at their places in it now. */
export async function makeAcceptance(
  tx: Tx,
  amendment: Amendment,
  structure: number,
  at: Date,
  chosen?: ReadonlySet<number>,
): Promise<{ preview: AmendmentPreview; rewriting: Rewriting | undefined }> {
  const { document } = amendment.recommendation
  const { doc } = await loadDocument(tx, document)
  const { preview, open } = await mergeInto(tx, amendment, doc, chosen)
  const writers = await bindProposed(tx, document, structure, [{ amendment, changes: open }], at)
  const rewriting = rewriteTokens(doc, preview.merge.tokens, amendment.language, {
    ...writers,
    placeOf: placesOf(open),
  })
  doc.destroy()
  return { preview, rewriting }
}

/**
 * Whose the words of amendments are in the text that they come into: of anyone who is known to have written them (an
 * amendment's sponsors, those of a sub-amendment that was taken into it, the author of words that were moved into it
 * from a third text). Their authors are bound there.
 */
export async function bindProposed(
  tx: Tx,
  into: DocumentId,
  structure: number,
  proposals: readonly { amendment: Amendment; changes: readonly PlacedChange<Letters | undefined>[] }[],
  at: Date,
): Promise<Writers> {
  const bases = new Map<string, number>()
  for (const { amendment, changes } of proposals) {
    const authors = await listDocumentAuthors(tx, amendment.document)
    for (const base of basesOf(changes, amendment.document)) {
      const author = authors.find((candidate) => candidate.base === base)
      if (!author) continue
      const bound = await bindAuthor(tx, into, asOfNow(author, amendment), at)
      bases.set(`${amendment.document} ${String(base)}`, bound)
    }
  }
  return {
    base: structure,
    baseOf: (letters) => bases.get(`${letters.document ?? ''} ${String(baseOf(letters.client))}`),
  }
}

function basesOf(changes: readonly PlacedChange<Letters | undefined>[], document: DocumentId): Set<number> {
  const coming = changes.flatMap((change) => change.coming)
  return new Set(
    coming.flatMap((token) =>
      token.kind === 'word'
        ? token.pieces.flatMap(({ origin }) => (origin?.document === document ? [baseOf(origin.client)] : []))
        : [],
    ),
  )
}

/** At this moment an amendment's words are its proposers' and sponsors'; what a group wrote is each member's own. */
const asOfNow = (
  author: DocumentAuthor,
  { id, proposers, sponsors }: Pick<Amendment, 'id' | 'proposers' | 'sponsors'>,
): DocumentAuthor =>
  author.amendment === id && author.participant === undefined
    ? { ...author, delegations: [...proposers, ...sponsors] }
    : author
