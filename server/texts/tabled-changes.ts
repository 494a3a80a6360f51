import { createHash } from 'node:crypto'
import * as Y from 'yjs'
import { emptyDocument } from '#editor/shape'
import type { Db } from '#db/client'
import type { Amendment } from '#db/queries/amendments'
import { listDocumentAuthors, listDocumentLogs, listLastUpdateIds } from '#db/queries/documents'
import type { AmendmentId, DocumentId } from '#domain/ids'
import type { Language } from '#domain/languages'
import {
  placeChanges,
  tabledChanges,
  type ChangePart,
  type PlacedChange,
  type PlacedPart,
  type Region,
  type TabledChange,
} from '#domain/negotiation/merging'
import type { Alignment, Hunk } from '#domain/text/alignment'
import type { DocumentContent } from '#domain/text/content'
import { relettered, type Token } from '#domain/text/content-tokens'
import { readContent } from '#editor/authored'
import { originOf } from '#editor/life'
import { readText, type Reading } from '#editor/reading'
import type { ItemId } from '#editor/shape'
import {
  itemOf,
  letterKey,
  physicalLefts,
  tokensOfDocument,
  type DocumentToken,
  type Letters,
} from './document-words'
import { openGaps, type Gap } from './gaps'
import { alignStates, sameItems } from './same-items'

type Base = {
  tokens: readonly DocumentToken[]
  content: DocumentContent
  /** For each place between tokens the item to its left. */
  lefts: readonly (ItemId | undefined)[]
  /** How many clocks of each client id it has. */
  state: ReadonlyMap<number, number>
}

/** What a tabled amendment changes, and in which text. */
export type TabledAmendment = {
  base: Base
  content: DocumentContent
  changes: readonly TabledChange<Letters | undefined>[]
}

/** How many texts are remembered: what is tabled stays as it is, and reading it anew takes milliseconds each. */
const remembered = 1_000

/** The texts that were read last; the oldest one makes room for the next. */
class Memory<Value> {
  readonly #known = new Map<string, Value>()

  get(key: string): Value | undefined {
    return this.#known.get(key)
  }

  keep(key: string, value: Value): Value {
    const [oldest] = this.#known.keys()
    if (this.#known.size >= remembered && oldest !== undefined) this.#known.delete(oldest)
    this.#known.set(key, value)
    return value
  }
}

const bases = new Memory<Base>()
const amendments = new Memory<TabledAmendment>()

/** A text as amendments to it begin. */
export function baseFrom(doc: Y.Doc, language: Language): Base {
  const tokens = tokensOfDocument(doc, language)
  const state = Y.decodeStateVector(Y.encodeStateVector(doc))
  return { tokens, content: readContent(doc), lefts: physicalLefts(tokens), state }
}

/** Amendments to one text share what they begin with. */
function readBase(start: Uint8Array, doc: Y.Doc, language: Language): Base {
  const key = `${language} ${createHash('sha256').update(start).digest('base64')}`
  return bases.get(key) ?? bases.keep(key, baseFrom(doc, language))
}

/**
 * The changes of amendments that are, or were, on the table: whole words over the text that each was forked from.
 * Drafts are left out.
 */
export async function readTabledAmendments(
  db: Db,
  wanted: readonly Amendment[],
): Promise<Map<AmendmentId, TabledAmendment>> {
  const tabled = wanted.filter((amendment) => amendment.wasTabled)
  const heads = await listLastUpdateIds(
    db,
    tabled.map((amendment) => amendment.document),
  )
  const keyOf = ({ document }: Amendment) => `${document} ${String(heads.get(document) ?? 0)}`
  const missing = tabled.filter((amendment) => !amendments.get(keyOf(amendment)))
  const logs = await listDocumentLogs(
    db,
    missing.map((amendment) => amendment.document),
  )
  for (const one of missing) {
    const [start, ...rest] = logs.get(one.document) ?? []
    if (!start) throw new Error(`The text of amendment ${one.id} has no beginning.`)
    amendments.keep(keyOf(one), readTabled(one.document, start, rest, one.language))
  }
  return new Map(
    tabled.flatMap((amendment) => {
      const found = amendments.get(keyOf(amendment))
      return found ? [[amendment.id, found] as const] : []
    }),
  )
}

/** What an amendment changes: its document begins with the text that it was made to. */
export function readTabled(
  document: DocumentId,
  start: Uint8Array,
  rest: readonly Uint8Array[],
  language: Language,
): TabledAmendment {
  const [before, after] = [documentOf(start), documentOf(start, ...rest)]
  const base = readBase(start, before, language)
  const changed = comingFrom(after, document, before, tokensOfDocument(after, language))
  const tabled = {
    base,
    content: readContent(after),
    changes: tabledChanges(base.tokens, changed, sameItems(base.tokens, changed)).map(withOwnSpaces),
  }
  before.destroy()
  after.destroy()
  return tabled
}

/** Words that come together stay together: the spaces between them are the amendment's own. */
function withOwnSpaces(change: TabledChange<Letters | undefined>): TabledChange<Letters | undefined> {
  const own = (token: DocumentToken): DocumentToken =>
    token.kind === 'word' && !token.isWord
      ? { ...token, pieces: token.pieces.map((piece) => ({ ...piece, origin: undefined })) }
      : token
  return {
    ...change,
    parts: change.parts.map((part) =>
      part.coming.length > 1 ? { ...part, coming: part.coming.map(own) } : part,
    ),
  }
}

/**
 * The words of a fork, each letter as what it is to the text that was forked: a letter of that text where it stands
 * there or was moved, else one of the fork's own.
 */
export function comingFrom(
  fork: Y.Doc,
  document: DocumentId,
  base: Y.Doc,
  tokens: readonly DocumentToken[],
): DocumentToken[] {
  const isOfBase = ({ client, clock }: Letters) => clock < Y.getState(base.store, client)
  const translated = (letters: Letters | undefined): Letters | undefined => {
    if (!letters || isOfBase(letters)) return letters
    const { document: elsewhere, ...first } = originOf(fork, letters)
    if (elsewhere !== undefined) return { ...first, document: elsewhere as DocumentId }
    return isOfBase(first) ? first : { ...letters, document }
  }
  const isBaseBracket = (id: string) => {
    const [client = 0, clock = 0] = id.split(':').map(Number)
    return isOfBase({ client, clock })
  }
  /** The end of a block is somebody's as words are. */
  const newMark = ({ kind, origin }: Exclude<DocumentToken, { kind: 'word' }>) =>
    kind === 'break' && origin ? { ...origin, document } : undefined
  return tokens.map((token): DocumentToken => {
    if (token.kind !== 'word') {
      const own = token.origin && isOfBase(token.origin) ? token : { ...token, origin: newMark(token) }
      // What has a name in the fork may be another bracket elsewhere.
      if (own.kind === 'break' || own.id === undefined || isBaseBracket(own.id)) return own
      return { ...own, id: `${document} ${own.id}` }
    }
    return {
      ...token,
      pieces: token.pieces.map((piece) => {
        const letters = piece.origin && { ...piece.origin, clock: piece.origin.clock + piece.offset }
        return { ...piece, offset: 0, origin: translated(letters) }
      }),
    }
  })
}

/** A document of its own that these updates make. The caller destroys it. */
export function documentOf(...updates: readonly Uint8Array[]): Y.Doc {
  const doc = emptyDocument()
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update)
  })
  return doc
}

/** The amended text and where it differs from its base, as words. */
export function amendedText({ base, changes }: TabledAmendment): { tokens: Token[]; hunks: Hunk[] } {
  const tokens: Token[] = []
  const hunks: Hunk[] = []
  let from = 0
  const stay = (to: number) => {
    for (const token of base.tokens.slice(from, to)) tokens.push(token)
  }
  for (const { aStart, aEnd, coming } of changes) {
    stay(aStart)
    hunks.push({ aStart, aEnd, bStart: tokens.length, bEnd: tokens.length + coming.length })
    for (const token of coming) tokens.push(token)
    from = aEnd
  }
  stay(base.tokens.length)
  return { tokens: relettered(tokens), hunks }
}

/** Tabled amendments in a text as it stands: each found by the very letters of its base. */
export type PlacedAmendments = {
  changes: Map<AmendmentId, ChangeInDocument[]>
  /** Where the words of an amendment's base are in the text. */
  alignmentOf: (tabled: TabledAmendment) => Alignment
}

/** A text as it is now, with whose words its base ids write. */
export type StandingText = {
  doc: Y.Doc
  reading: Reading
  tokens: readonly DocumentToken[]
  /** The amendment whose words a base id writes there. */
  amendmentOf: (base: number) => string | undefined
}

/** A change of an amendment with the place in the document at which its words come. */
export type ChangeInDocument = PlacedChange<Letters | undefined, Gap>

/** Where the changes of tabled amendments are in a text. */
export function placeAmendments(
  tabled: ReadonlyMap<AmendmentId, TabledAmendment>,
  text: StandingText,
): PlacedAmendments {
  const { doc, reading, tokens, amendmentOf } = text
  const alignments = new Map<Base, Alignment>()
  const alignmentOf = ({ base }: TabledAmendment) => {
    const known = alignments.get(base)
    if (known) return known
    const made = alignStates(base.tokens, tokens)
    alignments.set(base, made)
    return made
  }
  const gaps = openGaps(doc, reading, tokens, amendmentOf)
  const changes = [...tabled].map(([amendment, one]): [AmendmentId, ChangeInDocument[]] => {
    const { state, lefts } = one.base
    const isOfBase = ({ client, clock }: ItemId) => clock < (state.get(client) ?? 0)
    const placeOf = ({ aStart, aEnd, coming }: ChangePart, { to }: Region): Gap => {
      const isOnly = (kind: DocumentToken['kind']) =>
        coming.length > 0 && coming.every((token) => token.kind === kind)
      const mark = isOnly('open') ? 'right' : isOnly('close') ? 'end' : undefined
      const side = mark ?? (aEnd > aStart ? 'left' : 'between')
      return gaps.find(lefts[aEnd], { amendment, side, isOfBase }, to)
    }
    const toCurrent = alignmentOf(one)
    const placed = placeChanges(one.changes, tokens, toCurrent, placeOf)
    const parts = (change: ChangeInDocument) =>
      change.parts.map((part) => ({ ...part, coming: withoutGone(part, one.base, toCurrent) }))
    return [amendment, placed.map((change) => ({ ...change, parts: parts(change) }))]
  })
  return { changes: new Map(changes), alignmentOf }
}

/** Words and blocks that only change how they are set, or their kind, are not brought back where they are gone. */
function withoutGone(
  part: PlacedPart<Letters | undefined>,
  base: Base,
  toCurrent: Alignment,
): readonly DocumentToken[] {
  const { coming } = part
  if (part.going.length === part.aEnd - part.aStart) return coming
  const gone = new Set<string>()
  for (let at = part.aStart; at < part.aEnd; at++) {
    const item = (toCurrent[at] ?? -1) < 0 ? itemOf(base.tokens[at]) : undefined
    if (item) gone.add(letterKey(item))
  }
  return coming.filter((token) => {
    const item = itemOf(token)
    return !item || !gone.has(letterKey(item))
  })
}

/** Reads a document as amendments are placed in it. */
export async function readStandingText(
  db: Db,
  document: DocumentId,
  doc: Y.Doc,
  language: Language,
): Promise<StandingText> {
  const authors = await listDocumentAuthors(db, document)
  const amendments = new Map(
    authors.flatMap((author) => (author.amendment ? [[author.base, author.amendment]] : [])),
  )
  const reading = readText(doc)
  return {
    doc,
    reading,
    tokens: tokensOfDocument(doc, language, reading),
    amendmentOf: (base) => amendments.get(base),
  }
}

/** Where the words of chosen changes come in a document. */
export function placesOf(
  chosen: readonly ChangeInDocument[],
): (token: DocumentToken) => { left: ItemId | undefined } | undefined {
  const places = new Map<unknown, { left: ItemId | undefined }>()
  for (const { coming, left } of chosen.flatMap(({ parts }) => parts))
    for (const token of coming) places.set(token, { left })
  return (token) => places.get(token)
}
