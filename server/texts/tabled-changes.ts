import { createHash } from 'node:crypto'
import * as Y from 'yjs'
import type { Db } from '#db/client'
import type { Amendment } from '#db/queries/amendments'
import { listFirstDocumentUpdates } from '#db/queries/documents'
import type { AmendmentId } from '#domain/ids'
import type { Language } from '#domain/languages'
import {
  placeChanges,
  tabledChanges,
  type PlacedChange,
  type TabledChange,
} from '#domain/negotiation/merging'
import { alignTokens, type Alignment, type Hunk } from '#domain/text/alignment'
import type { DocumentContent } from '#domain/text/content'
import type { Token } from '#domain/text/content-tokens'
import { anchorsByOrigin } from '#domain/text/word-diff'
import { tokensOfDocument, type Place } from '#editor/rewrite-text'
import { readContent } from '#editor/text-document'

/** Which letter of a document a word begins with. */
export type Letter = { client: number; clock: number }
type Base = { tokens: readonly Token<Letter | undefined>[]; content: DocumentContent }

/** What a tabled amendment changes, and in which text. */
export type TabledAmendment = { key: string; base: Base; changes: readonly TabledChange[] }

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

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64')

const bases = new Memory<Base>()
const amendments = new Memory<TabledAmendment>()

/**
 * The changes of amendments that are, or were, on the table: whole words over the text that each was forked from.
 * Drafts are left out.
 */
export async function readTabledAmendments(
  db: Db,
  wanted: readonly Amendment[],
): Promise<Map<AmendmentId, TabledAmendment>> {
  const found = new Map<AmendmentId, TabledAmendment>()
  const keys = new Map<AmendmentId, string>()
  for (const { id, canonicalUpdate } of wanted) {
    if (!canonicalUpdate) continue
    const key = `${id} ${digestOf(canonicalUpdate)}`
    keys.set(id, key)
    const known = amendments.get(key)
    if (known) found.set(id, known)
  }
  const missing = wanted.filter(({ id }) => keys.has(id) && !found.has(id))
  const starts = await listFirstDocumentUpdates(
    db,
    missing.map((one) => one.document),
  )
  for (const { id, document, canonicalUpdate, language } of missing) {
    const start = starts.get(document)
    const key = keys.get(id)
    if (!start || !canonicalUpdate || !key) throw new Error(`The fork of amendment ${id} has no beginning.`)
    const base = readBase(start, language)
    const doc = documentOf(start, canonicalUpdate)
    const changes = tabledChanges(base.tokens, tokensOfDocument(doc, language).map(withLetters))
    doc.destroy()
    found.set(id, amendments.keep(key, { key, base, changes }))
  }
  return found
}

/** A document of its own that these updates make. The caller destroys it. */
export function documentOf(...updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc({ gc: false })
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc
}

function readBase(start: Uint8Array, language: Language): Base {
  const key = `${language} ${digestOf(start)}`
  const known = bases.get(key)
  if (known) return known
  const doc = documentOf(start)
  const base = { tokens: tokensOfDocument(doc, language).map(withLetters), content: readContent(doc) }
  doc.destroy()
  return bases.keep(key, base)
}

/** The same word without its place: what is remembered holds no document. */
function withLetters(token: Token<Place | undefined>): Token<Letter | undefined> {
  const letter = (place: Place | undefined): Letter | undefined =>
    place && { client: place.client, clock: place.clock }
  if (token.kind === 'close') return token
  if (token.kind !== 'word') return { ...token, origin: letter(token.origin) }
  return { ...token, pieces: token.pieces.map((piece) => ({ ...piece, origin: letter(piece.origin) })) }
}

/** The amended text and where it differs from its base, as words. */
export function amendedText({ base, changes }: TabledAmendment): { tokens: Token[]; hunks: Hunk[] } {
  const tokens: Token[] = []
  const hunks: Hunk[] = []
  let from = 0
  for (const { aStart, aEnd, coming } of changes) {
    tokens.push(...base.tokens.slice(from, aStart))
    hunks.push({ aStart, aEnd, bStart: tokens.length, bEnd: tokens.length + coming.length })
    tokens.push(...coming)
    from = aEnd
  }
  tokens.push(...base.tokens.slice(from))
  return { tokens, hunks }
}

const letterKey = (letter: Letter | undefined, offset: number) =>
  letter ? `${String(letter.client)}:${String(letter.clock + offset)}` : ''

/** Tabled amendments in a text as it stands: each found by the very letters of its base. */
export type PlacedAmendments = {
  changes: Map<AmendmentId, PlacedChange[]>
  /** Where the words of an amendment's base are in the text. */
  alignmentOf: (tabled: TabledAmendment) => Alignment
}

/** Where the changes of tabled amendments stand in a text. */
export function placeAmendments(
  tabled: ReadonlyMap<AmendmentId, TabledAmendment>,
  current: readonly Token<Place | undefined>[],
): PlacedAmendments {
  const now = current.map(withLetters)
  const alignments = new Map<Base, Alignment>()
  const alignmentOf = ({ base }: TabledAmendment) => {
    const known = alignments.get(base)
    if (known) return known
    const made = alignTokens(base.tokens, now, anchorsByOrigin(base.tokens, now, letterKey))
    alignments.set(base, made)
    return made
  }
  const changes = [...tabled].map(([id, one]): [AmendmentId, PlacedChange[]] => [
    id,
    placeChanges(one.changes, now, alignmentOf(one)),
  ])
  return { changes: new Map(changes), alignmentOf }
}
