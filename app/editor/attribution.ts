import * as Y from 'yjs'
import { alignTokens } from '#domain/text/alignment'
import type { AuthoredContent, AuthoredInline } from '#domain/text/content'
import type { Token } from '#domain/text/content-tokens'
import { segmentWords } from '#domain/text/words'
import { readAuthoredContent, runsOf } from './text-document'

/** Characters in a row with the author of each: `authors` is as long as `text`. */
type Passage = { text: string; authors: number[]; searched?: number }
type Inserted = { client: number; clock: number; text: string }

/** How many deleted passages are remembered, so that undoing a deletion gives the words back to their author. */
const rememberedPassages = 200
/** Shorter texts come back by coincidence. */
const shortestRestored = 4

/**
 * Who wrote what, derived from a document's log. A passage that one update deletes and inserts again (a
 * paragraph split or joined, words put in brackets, an accepted rewriting) keeps its first author, and so does
 * one that was deleted earlier and is restored whole. Emphasis never changes the author.
 */
export class AttributionReplay {
  readonly #doc = new Y.Doc({ gc: false })
  /** Authors of characters that were moved: by client id and clock; everything else is its writer's own. */
  readonly #moved = new Map<number, Map<number, number>>()
  readonly #deleted: Passage[] = []
  #inserted: Inserted[] = []
  #removed: Passage[] = []

  readonly #sayOwn: ReadonlySet<number>
  readonly #move: ReadonlySet<number>

  /**
   * @param authors to whom client ids are bound, as far as that matters here. An amendment's words are its own,
   * also where the same word stood there before; under an id that is nobody's, words are only written again that
   * somebody else wrote first.
   */
  constructor(authors: readonly BoundClient[] = []) {
    const clients = (of: (author: BoundClient) => boolean) =>
      new Set(authors.filter(of).map((author) => author.client))
    this.#sayOwn = clients((author) => author.amendment !== undefined)
    this.#move = clients((author) => author.amendment === undefined && author.participant === undefined)
    this.#doc.on('afterTransaction', (transaction) => this.#collect(transaction))
  }

  /**
   * Takes the next entry of the log.
   * @param restored where the entry makes the text read as it did before: how it read then, and whose it was.
   */
  apply(update: Uint8Array, restored?: AuthoredContent): void {
    this.#inserted = []
    this.#removed = []
    Y.applyUpdate(this.#doc, update)
    const available = this.#removed.map((passage) => ({ ...passage }))
    for (const inserted of this.#inserted)
      if (!this.#sayOwn.has(inserted.client)) this.#attribute(inserted, available)
    if (restored) this.#attributeAs(restored)
    this.#deleted.push(...this.#removed.filter((passage) => passage.text.length >= shortestRestored))
    this.#deleted.splice(0, Math.max(0, this.#deleted.length - rememberedPassages))
  }

  /** The text is the earlier one again, so each letter belongs to whom it belonged then. */
  #attributeAs(restored: AuthoredContent): void {
    const before = charactersOf(restored)
    const now = [...runsOf(this.#doc)].flatMap(({ text, client, clock }) =>
      text.split('').map((character, index) => ({ character, client, clock: clock + index })),
    )
    const isSame =
      now.length === before.length && now.every((one, at) => one.character === before[at]?.character)
    if (!isSame) return
    now.forEach(({ client, clock }, at) => {
      const author = before[at]?.client
      if (author !== undefined) this.#ownOf(client).set(clock, author)
    })
  }

  /** The text as it stands, each run with the client id that it belongs to. */
  content(): AuthoredContent {
    return readAuthoredContent(this.#doc, (client, clock) => this.#authorOf(client, clock))
  }

  #authorOf(client: number, clock: number): number {
    return this.#moved.get(client)?.get(clock) ?? client
  }

  #collect(transaction: Y.Transaction): void {
    transaction.afterState.forEach((after, client) => {
      const before = transaction.beforeState.get(client) ?? 0
      if (after <= before) return
      for (const struct of transaction.doc.store.clients.get(client) ?? []) {
        if (struct.id.clock + struct.length <= before || !(struct instanceof Y.Item)) continue
        if (struct.deleted || !(struct.content instanceof Y.ContentString)) continue
        this.#inserted.push({ client, clock: struct.id.clock, text: struct.content.str })
      }
    })
    this.#removed = passagesOf(transaction, (client, clock) => this.#authorOf(client, clock))
  }

  #attribute(inserted: Inserted, available: Passage[]): void {
    for (const passage of available) {
      const at = nextIn(passage, inserted.text)
      if (at >= 0) return this.#give(inserted, 0, passage.authors.slice(at, at + inserted.text.length))
      const within = inserted.text.indexOf(passage.text)
      if (within >= 0 && passage.text.length >= shortestRestored)
        this.#give(inserted, within, passage.authors)
      else this.#matchWords(inserted, passage)
    }
    const restored = this.#deleted.findLast((passage) => passage.text === inserted.text)
    if (available.length === 0 && restored) this.#give(inserted, 0, restored.authors)
  }

  /** A rewriting that kept some of the words: those that come again in the same order stay their author's. */
  #matchWords(inserted: Inserted, passage: Passage): void {
    const [before, after] = [wordsIn(passage.text), wordsIn(inserted.text)]
    const [from, to] = [offsetsOf(before), offsetsOf(after)]
    const shortest = this.#move.has(inserted.client) ? 1 : shortestRestored
    const alignment = alignTokens(before, after)
    for (let first = 0; first < alignment.length;) {
      const start = alignment[first] ?? -1
      let next = first + 1
      if (start >= 0) while (alignment[next] === start + next - first) next += 1
      const [at, end] = [from[first] ?? 0, from[next] ?? 0]
      if (start >= 0 && end - at >= shortest)
        this.#give(inserted, to[start] ?? 0, passage.authors.slice(at, end))
      first = next
    }
  }

  #ownOf(client: number): Map<number, number> {
    const own = this.#moved.get(client) ?? new Map<number, number>()
    this.#moved.set(client, own)
    return own
  }

  #give(inserted: Inserted, offset: number, authors: readonly number[]): void {
    const own = this.#ownOf(inserted.client)
    authors.forEach((author, index) => own.set(inserted.clock + offset + index, author))
  }
}

/**
 * Where a text stands in a passage. Words that move mostly keep their order: of a text that stands there several
 * times the first one behind what was found before is meant.
 */
function nextIn(passage: Passage, text: string): number {
  const behind = passage.text.indexOf(text, passage.searched ?? 0)
  const at = behind >= 0 ? behind : passage.text.indexOf(text)
  if (at >= 0) passage.searched = at + text.length
  return at
}

/** Only boundaries matter here, not a language's own idea of a word. */
const wordsIn = (text: string): Token[] =>
  segmentWords(text, 'en').map((segment) => ({ kind: 'word', ...segment, pieces: [] }))

/** Where each word begins in its text, and where the text ends. */
function offsetsOf(words: readonly Token[]): number[] {
  const offsets = [0]
  for (const word of words)
    offsets.push((offsets.at(-1) ?? 0) + (word.kind === 'word' ? word.text.length : 0))
  return offsets
}

/** What a transaction deleted, as passages: characters that stood next to each other are together. */
function passagesOf(
  transaction: Y.Transaction,
  authorOf: (client: number, clock: number) => number,
): Passage[] {
  const gone = new Set<Y.Item>()
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) return
    const before = transaction.beforeState.get(struct.id.client) ?? 0
    if (struct.id.clock < before) gone.add(struct)
  })
  const passages: Passage[] = []
  const taken = new Set<Y.Item>()
  for (const item of gone) {
    if (taken.has(item)) continue
    let first = item
    for (let left = first.left; left && isPartOf(left, gone); left = left.left)
      first = gone.has(left) ? left : first
    const passage: Passage = { text: '', authors: [] }
    for (let next: Y.Item | null = first; next && isPartOf(next, gone); next = next.right) {
      if (!gone.has(next) || taken.has(next) || !(next.content instanceof Y.ContentString)) continue
      taken.add(next)
      passage.text += next.content.str
      for (let index = 0; index < next.length; index += 1) {
        passage.authors.push(authorOf(next.id.client, next.id.clock + index))
      }
    }
    passages.push(passage)
  }
  return passages
}

/** Whether a passage goes on over this item: it is part of it, or nothing that anyone sees. */
const isPartOf = (item: Y.Item, gone: ReadonlySet<Y.Item>) =>
  gone.has(item) || item.deleted || item.content instanceof Y.ContentFormat

function charactersOf(content: AuthoredContent): { character: string; client: number }[] {
  const inside = (inline: AuthoredInline): { character: string; client: number }[] => {
    if (inline.type === 'bracket') return inline.children.flatMap(inside)
    const { client } = inline
    const text = inline.type === 'text' ? inline.text : inline.symbol
    return text.split('').map((character) => ({ character, client }))
  }
  return content.blocks.flatMap((block) => block.children.flatMap(inside))
}

/** One entry of a log: its number, its bytes, and the number of the entry whose text it brought back. */
export type AttributedEntry = { id: number; payload: Uint8Array; restores?: number | undefined }

/** A client id and to whom it is bound: a participant, an amendment's sponsors, or nobody. */
export type BoundClient = { client: number; participant: unknown; amendment: unknown }

/** Attributes a whole log at once; `authors` as for `AttributionReplay`. */
export function attribute(
  log: readonly AttributedEntry[],
  authors: readonly BoundClient[] = [],
): AuthoredContent {
  const replay = new AttributionReplay(authors)
  const wanted = new Set(log.flatMap((entry) => entry.restores ?? []))
  const kept = new Map<number, AuthoredContent>()
  for (const { id, payload, restores } of log) {
    replay.apply(payload, restores === undefined ? undefined : kept.get(restores))
    if (wanted.has(id)) kept.set(id, replay.content())
  }
  return replay.content()
}
