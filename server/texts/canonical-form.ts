import * as Y from 'yjs'
import type { Db, Tx } from '#db/client'
import type { Amendment } from '#db/queries/amendments'
import {
  bindDocumentAuthor,
  getFirstDocumentUpdate,
  listDocumentAuthors,
  listLastUpdateIds,
  loadDocument,
  readStoredDocument,
  type DocumentAuthor,
} from '#db/queries/documents'
import type { DocumentId, ParticipantId } from '#domain/ids'
import { baseOf, parseEmbed } from '#editor/shape'
import { appendRewriting } from './append-rewriting'
import { newBaseId } from './base-id'
import { bindNewBase, isSameAuthor, unattributed } from './bind-authors'
import { forkText } from './fork-text'
import { defaultLimitWords, writeCanonical, type CanonicalText, type WriteCanonical } from './write-canonical'

/** Whose the new words of a draft are: the sponsors' as a whole, or, of what a group wrote, each member's own. */
export type WordsOf = 'sponsors' | 'each-member'

/** A draft made canonical before anything is written: good as long as the draft stays as it was. */
export type CanonicalForm = {
  text: CanonicalText
  wordsOf: WordsOf
  /** The last entry of the draft's log that is in it. */
  upTo: number
  state: Uint8Array
  authors: readonly DocumentAuthor[]
}

/** Does it on this thread: for short texts, and where there is no other thread. */
export const writeHere: WriteCanonical = (job) => Promise.resolve(writeCanonical(job))

/**
 * Makes a draft canonical: its changes as whole words over its base. That may take a second for a long text, so it is
 * done before the transaction that tables it, by `write`; nothing is stored here.
 */
export async function makeCanonicalForm(
  db: Db,
  amendment: Amendment,
  wordsOf: WordsOf,
  write: WriteCanonical,
): Promise<CanonicalForm> {
  const { document, language } = amendment
  const state = await getFirstDocumentUpdate(db, document)
  const { updates, lastUpdateId } = await readStoredDocument(db, document)
  const { own, authors, bases, moved } = await planAuthors(db, amendment, wordsOf, updates)
  const job = {
    state,
    draft: updates,
    document,
    language,
    base: own.base,
    bases,
    moved,
    limitWords: defaultLimitWords,
  }
  return { text: await write(job), wordsOf, upTo: lastUpdateId, state, authors: [own, ...authors] }
}

/** Whether no one has written in the draft since it was made canonical. */
export async function isCurrentForm(
  tx: Tx,
  { document }: Amendment,
  form: CanonicalForm,
  wordsOf: WordsOf,
): Promise<boolean> {
  const last = await listLastUpdateIds(tx, [document])
  return form.wordsOf === wordsOf && (last.get(document) ?? 0) === form.upTo
}

/**
 * Writes a canonical form as a fresh document, so that nothing that was deleted while it was drafted is in it.
 * @returns undefined where a base id was taken meanwhile, which is as good as impossible: make the form again.
 */
export async function startCanonicalForm(
  tx: Tx,
  amendment: Amendment,
  { state, authors }: CanonicalForm,
  text: Exclude<CanonicalText, string>,
  at: Date,
): Promise<{ document: DocumentId; text: string } | undefined> {
  const { language } = amendment
  const document = await forkText(
    tx,
    { document: amendment.document, state, language, kind: 'amendment' },
    at,
  )
  for (const author of authors)
    if (!isSameAuthor(await bindDocumentAuthor(tx, document, author, at), author)) return undefined
  await appendRewriting(tx, document, text, { participant: undefined, at })
  return { document, text: text.text }
}

/** One base id for the sponsors, and one for each person, however many windows they wrote in. */
async function planAuthors(db: Db, amendment: Amendment, wordsOf: WordsOf, updates: readonly Uint8Array[]) {
  const { id, proposers, sponsors } = amendment
  const known = await listDocumentAuthors(db, amendment.document)
  const taken = new Set(known.map(({ base }) => base))
  const freeBase = (): number => {
    const base = newBaseId()
    if (taken.has(base)) return freeBase()
    taken.add(base)
    return base
  }
  const own: DocumentAuthor = {
    base: freeBase(),
    participant: undefined,
    amendment: id,
    delegations: [...proposers, ...sponsors],
  }
  const authors = new Map<ParticipantId, DocumentAuthor>()
  const bases: [number, number][] = []
  for (const { base, participant, delegations } of wordsOf === 'each-member' ? known : []) {
    if (participant === undefined) continue
    const author = authors.get(participant) ?? { base: freeBase(), participant, amendment: id, delegations }
    authors.set(participant, author)
    bases.push([base, author.base])
  }
  const planned = [...authors.values()]
  // Words that were moved here from a third text stay those of anyone who wrote them there.
  const moved: [string, number, number][] = []
  for (const [document, written] of movedFrom(updates)) {
    if (document === amendment.document) continue
    const writers = await listDocumentAuthors(db, document as DocumentId)
    for (const base of written) {
      const author = writers.find((writer) => writer.base === base)
      if (!author) continue
      const same = [...known, ...planned].find((documentAuthor) => documentAuthor.base === base)
      const isOwn = same !== undefined && isSameAuthor(same, author)
      const kept = isOwn || !taken.has(base) ? author : { ...author, base: freeBase() }
      taken.add(kept.base)
      planned.push(kept)
      moved.push([document, base, kept.base])
    }
  }
  return { own, authors: planned, bases, moved }
}

/** The other documents that letters of a draft say they come from, with the base ids under which they stand there. */
function movedFrom(updates: readonly Uint8Array[]): Map<string, Set<number>> {
  const found = new Map<string, Set<number>>()
  for (const { structs } of updates.map(Y.decodeUpdate)) {
    for (const struct of structs) {
      if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentEmbed)) continue
      const embed = parseEmbed(struct.content.embed)
      if (!embed || !('m' in embed) || embed.d === undefined) continue
      const bases = found.get(embed.d) ?? new Set()
      found.set(embed.d, bases.add(baseOf(embed.m[0])))
    }
  }
  return found
}

/** Blocks, brackets and emphasis that a decision writes are no one's words. */
export const bindStructure = (tx: Tx, document: DocumentId, at: Date): Promise<number> =>
  bindNewBase(tx, document, unattributed(newBaseId()), at)

/** The state that a document has, as one update. */
export async function readState(tx: Tx, document: DocumentId): Promise<Uint8Array> {
  const { doc } = await loadDocument(tx, document)
  const state = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return state
}
