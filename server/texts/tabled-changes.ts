import { createHash } from 'node:crypto'
import * as Y from 'yjs'
import type { Db } from '#db/client'
import type { Amendment } from '#db/queries/amendments'
import { listDocumentLogs, listLastUpdateIds } from '#db/queries/documents'
import type { AmendmentId, DocumentId } from '#domain/ids'
import type { Language } from '#domain/languages'
import {
  placeChanges,
  tabledChanges,
  type PlacedChange,
  type TabledChange,
} from '#domain/negotiation/merging'
import { alignTokens, type Alignment, type Hunk } from '#domain/text/alignment'
import type { DocumentContent } from '#domain/text/content'
import { relettered, type Token } from '#domain/text/content-tokens'
import { anchorsByOrigin } from '#domain/text/word-diff'
import { readContent } from '#editor/authored'
import { originOf } from '#editor/life'
import { letterKey, tokensOfDocument, type DocumentToken, type Letters } from './document-words'

type Base = { tokens: readonly DocumentToken[]; content: DocumentContent }

/** What a tabled amendment changes, and in which text. */
export type TabledAmendment = {
  base: Base
  content: DocumentContent
  changes: readonly (TabledChange & { coming: readonly DocumentToken[] })[]
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

/** Amendments to one text share what they begin with. */
function readBase(start: Uint8Array, doc: Y.Doc, language: Language): Base {
  const key = `${language} ${createHash('sha256').update(start).digest('base64')}`
  return (
    bases.get(key) ?? bases.keep(key, { tokens: tokensOfDocument(doc, language), content: readContent(doc) })
  )
}

/**
 * The changes of amendments that are, or were, on the table: whole words over the text that each was forked from.
 * Drafts are left out.
 */
export async function readTabledAmendments(
  db: Db,
  wanted: readonly Amendment[],
): Promise<Map<AmendmentId, TabledAmendment>> {
  const tabled = wanted.filter((one) => one.wasTabled)
  const heads = await listLastUpdateIds(
    db,
    tabled.map((one) => one.document),
  )
  const keyOf = ({ document }: Amendment) => `${document} ${String(heads.get(document) ?? 0)}`
  const missing = tabled.filter((one) => !amendments.get(keyOf(one)))
  const logs = await listDocumentLogs(
    db,
    missing.map((one) => one.document),
  )
  for (const one of missing) {
    const [start, ...rest] = logs.get(one.document) ?? []
    if (!start) throw new Error(`The text of amendment ${one.id} has no beginning.`)
    amendments.keep(keyOf(one), readTabled(one.document, start, rest, one.language))
  }
  return new Map(
    tabled.flatMap((one) => {
      const found = amendments.get(keyOf(one))
      return found ? [[one.id, found] as const] : []
    }),
  )
}

function readTabled(
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
    changes: tabledChanges(base.tokens, changed) as TabledAmendment['changes'],
  }
  before.destroy()
  after.destroy()
  return tabled
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
  return tokens.map((token): DocumentToken => {
    if (token.kind !== 'word') {
      const own = token.origin && isOfBase(token.origin) ? token : { ...token, origin: undefined }
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
  const doc = new Y.Doc({ gc: false })
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
  for (const { aStart, aEnd, coming } of changes) {
    tokens.push(...base.tokens.slice(from, aStart))
    hunks.push({ aStart, aEnd, bStart: tokens.length, bEnd: tokens.length + coming.length })
    tokens.push(...coming)
    from = aEnd
  }
  tokens.push(...base.tokens.slice(from))
  return { tokens: relettered(tokens), hunks }
}

const keyOf = (letters: Letters | undefined, offset: number) =>
  letters && letters.document === undefined ? letterKey(letters, offset) : ''

/** Tabled amendments in a text as it stands: each found by the very letters of its base. */
export type PlacedAmendments = {
  changes: Map<AmendmentId, PlacedChange[]>
  /** Where the words of an amendment's base are in the text. */
  alignmentOf: (tabled: TabledAmendment) => Alignment
}

/** Where the changes of tabled amendments stand in a text. */
export function placeAmendments(
  tabled: ReadonlyMap<AmendmentId, TabledAmendment>,
  current: readonly DocumentToken[],
): PlacedAmendments {
  const alignments = new Map<Base, Alignment>()
  const alignmentOf = ({ base }: TabledAmendment) => {
    const known = alignments.get(base)
    if (known) return known
    const made = alignTokens(base.tokens, current, anchorsByOrigin(base.tokens, current, keyOf))
    alignments.set(base, made)
    return made
  }
  const changes = [...tabled].map(([id, one]): [AmendmentId, PlacedChange[]] => [
    id,
    placeChanges(one.changes, current, alignmentOf(one)),
  ])
  return { changes: new Map(changes), alignmentOf }
}
