import * as Y from 'yjs'
import type { Tx } from '#db/client'
import type { Amendment } from '#db/queries/amendments'
import { getFirstDocumentUpdate, listDocumentAuthors, loadDocument } from '#db/queries/documents'
import type { DocumentId, ParticipantId } from '#domain/ids'
import type { Language } from '#domain/languages'
import { plainText } from '#domain/text/content'
import { readContent } from '#editor/authored'
import { baseOf } from '#editor/shape'
import { appendRewriting } from './append-rewriting'
import { newBaseId } from './base-id'
import { bindAuthor, bindNewBase, nobody } from './bind-authors'
import { tokensOfDocument, type DocumentToken, type Letters } from './document-words'
import { forkText } from './fork-text'
import { rewriteTokens, type Rewriting, type Writers } from './rewrite-text'
import { comingFrom, documentOf } from './tabled-changes'

/**
 * Makes a draft canonical: its changes as whole words over its base, in a fresh document, so that nothing that was
 * deleted while it was drafted is in it.
 * @param words whose the new words are: the sponsors' as a whole, or, of what a group wrote, each member's own.
 * @returns undefined where nothing differs.
 */
export async function startCanonicalForm(
  tx: Tx,
  amendment: Amendment,
  words: 'sponsors' | 'each-member',
  at: Date,
): Promise<{ document: DocumentId; text: string } | undefined> {
  const draft = amendment.document
  const { language } = amendment
  const state = await getFirstDocumentUpdate(tx, draft)
  const base = documentOf(state)
  const { doc } = await loadDocument(tx, draft)
  const document = await forkText(tx, { document: draft, state, language, kind: 'amendment' }, at)
  const writers = await bindWriters(tx, amendment, document, words, at)
  const coming = comingFrom(doc, draft, base, tokensOfDocument(doc, language))
  const baseOfMoved = await bindMovedWords(tx, document, draft, coming, at)
  const rewriting = makeCanonical(base, doc, draft, language, {
    ...writers,
    baseOf: (letters) => baseOfMoved(letters) ?? writers.baseOf?.(letters),
  })
  doc.destroy()
  const text = plainText(readContent(base))
  base.destroy()
  if (!rewriting) return undefined
  await appendRewriting(tx, document, rewriting, { participant: undefined, at })
  return { document, text }
}

/**
 * Makes the base of a draft read like the draft, in whole words.
 * @returns undefined where nothing differs.
 */
export const makeCanonical = (
  base: Y.Doc,
  draft: Y.Doc,
  document: DocumentId,
  language: Language,
  writers: Writers,
): Rewriting | undefined =>
  rewriteTokens(base, comingFrom(draft, document, base, tokensOfDocument(draft, language)), language, writers)

async function bindWriters(
  tx: Tx,
  amendment: Amendment,
  document: DocumentId,
  words: 'sponsors' | 'each-member',
  at: Date,
): Promise<Writers> {
  const { id, proposers, sponsors } = amendment
  const own = await bindNewBase(
    tx,
    document,
    { participant: undefined, amendment: id, delegations: [...proposers, ...sponsors] },
    at,
  )
  if (words === 'sponsors') return { base: own }
  const authors = new Map((await listDocumentAuthors(tx, amendment.document)).map((one) => [one.base, one]))
  // One base id for each person, however many windows they wrote in.
  const bases = new Map<ParticipantId, number>()
  for (const { participant, delegations } of authors.values()) {
    if (participant === undefined || bases.has(participant)) continue
    bases.set(participant, await bindNewBase(tx, document, { participant, amendment: id, delegations }, at))
  }
  return {
    base: own,
    baseOf: (letters) => {
      const participant = authors.get(baseOf(letters.client))?.participant
      return participant && bases.get(participant)
    },
  }
}

/** Words that were moved here from a third text stay those of whoever wrote them there; they are bound here too. */
async function bindMovedWords(
  tx: Tx,
  document: DocumentId,
  draft: DocumentId,
  coming: readonly DocumentToken[],
  at: Date,
): Promise<(letters: Letters) => number | undefined> {
  const keyOf = (letters: Letters) => `${letters.document ?? ''} ${String(baseOf(letters.client))}`
  const bases = new Map<string, number>()
  const moved = coming
    .flatMap((token) => (token.kind === 'word' ? token.pieces : []))
    .map(({ origin }) => origin)
  for (const letters of moved) {
    if (letters?.document === undefined || letters.document === draft || bases.has(keyOf(letters))) continue
    const authors = await listDocumentAuthors(tx, letters.document)
    const author = authors.find((one) => one.base === baseOf(letters.client))
    if (author) bases.set(keyOf(letters), await bindAuthor(tx, document, author, at))
  }
  return (letters) => bases.get(keyOf(letters))
}

/** Blocks, brackets and emphasis that a decision writes are nobody's words. */
export const bindStructure = (tx: Tx, document: DocumentId, at: Date): Promise<number> =>
  bindNewBase(tx, document, nobody(newBaseId()), at)

/** The state that a document has, as one update. */
export async function readState(tx: Tx, document: DocumentId): Promise<Uint8Array> {
  const { doc } = await loadDocument(tx, document)
  const state = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return state
}
