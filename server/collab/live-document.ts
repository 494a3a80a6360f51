import * as Y from 'yjs'
import { readText, type Reading } from '#editor/reading'
import { emptyDocument, parseEmbed, textOf } from '#editor/shape'
import { stateFrame, updateFrame } from './frames'

/** What is stored of the document cannot be read: its connections are closed, other documents go on. */
export class DamagedDocument extends Error {}

/**
 * One document in memory: stored bytes until something needs a `Y.Doc`. It holds everything that was accepted, which
 * may be ahead of what is durable.
 */
export class LiveDocument {
  #stored: readonly Uint8Array[]
  #made: Y.Doc | undefined
  #state: Uint8Array | undefined
  #stateFrame: Uint8Array | undefined
  #reading: Reading | undefined
  #hasBrackets: boolean | undefined
  /** An upper bound of the encoded size, in bytes. */
  #sizeBound: number

  constructor(stored: readonly Uint8Array[]) {
    this.#stored = stored
    this.#sizeBound = stored.reduce((sum, update) => sum + update.byteLength, 0)
  }

  /** @throws DamagedDocument */
  get doc(): Y.Doc {
    if (this.#made) return this.#made
    const doc = emptyDocument()
    const stored = this.#stored
    try {
      doc.transact(() => {
        for (const update of stored) Y.applyUpdate(doc, update)
      })
    } catch (error) {
      throw new DamagedDocument('stored bytes are no update', { cause: error })
    }
    this.#stored = []
    this.#made = doc
    return doc
  }

  /** @throws DamagedDocument */
  get store(): Y.Doc['store'] {
    return this.doc.store
  }

  apply(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update)
    this.#sizeBound += update.byteLength
    this.#state = undefined
    this.#stateFrame = undefined
    this.#reading = undefined
  }

  /** The text in normal form, read once until the next edit. */
  get reading(): Reading {
    this.#reading ??= readText(this.doc)
    return this.#reading
  }

  /** Whether there may be a bracket in the text: a quick answer that spares most texts a reading. */
  get mayHaveBrackets(): boolean {
    this.#hasBrackets ??= hasOpening(this.doc)
    return this.#hasBrackets
  }

  /** A bracket is put, or one that was deleted lives again. */
  noteBracket(): void {
    this.#hasBrackets = true
  }

  /** The whole document, encoded once until the next edit: many who join at once cost one encoding. */
  state(): Uint8Array {
    this.#state ??= Y.encodeStateAsUpdate(this.doc)
    return this.#state
  }

  /** Whether it would be larger than `limitBytes` with `more`; measured only when the bound gets near. */
  isFull(moreBytes: number, limitBytes: number): boolean {
    if (this.#sizeBound + moreBytes > limitBytes) this.#sizeBound = this.state().byteLength
    return this.#sizeBound + moreBytes > limitBytes
  }

  /** Frames that bring a client with this state vector up to date. */
  framesFor(stateVector: Uint8Array): readonly Uint8Array[] {
    const isEmpty = stateVector.byteLength <= 1
    if (!isEmpty) return [stateFrame(Y.encodeStateAsUpdate(this.doc, stateVector))]
    if (this.#made) return [(this.#stateFrame ??= stateFrame(this.state()))]
    // The stored bytes as they are: the first reader does not wait until a document is made of them.
    const [first = nothing, ...rest] = this.#stored
    return [stateFrame(first), ...rest.map(updateFrame)]
  }

  destroy(): void {
    this.#made?.destroy()
  }
}

function hasOpening(doc: Y.Doc): boolean {
  for (let item = textOf(doc)._start; item; item = item.right) {
    const embed = item.content instanceof Y.ContentEmbed ? parseEmbed(item.content.embed) : undefined
    if (embed && 'o' in embed) return true
  }
  return false
}

/** An update without items and deletions. */
const nothing = Uint8Array.from([0, 0])
