import * as Y from 'yjs'
import { findItem } from './life'
import { baseOf, classOf, isSameId, parseEmbed, textOf, type ItemId } from './shape'
import { editText, type Range, type TextEdit, type Writer } from './writing'

/** What one step of a session inserted and deleted, and which values of markers it set. */
type Step = { inserted: Range[]; deleted: Range[]; values: ValueChange[]; at: number }
type ValueChange = { marker: ItemId; key: string; before: unknown; set: ItemId }

/** Edits that follow each other within this time are one step, in milliseconds. */
const captureTimeoutMs = 500

/**
 * Undo and redo of one session. Undoing deletes what the session inserted and lets live again what it deleted; what
 * others did meanwhile stays as it is, also within the same words.
 */
export class TextHistory {
  readonly #undone: Step[] = []
  readonly #done: Step[] = []
  #mode: 'editing' | 'undoing' | 'redoing' = 'editing'
  #lastEdit = Number.NEGATIVE_INFINITY
  readonly #listeners = new Set<() => void>()

  /** @param now milliseconds of a clock that only moves forward. */
  constructor(
    readonly doc: Y.Doc,
    readonly writer: Writer,
    readonly now: () => number = () => performance.now(),
  ) {
    doc.on('afterTransaction', this.#record)
  }

  get canUndo(): boolean {
    return this.#done.length > 0
  }

  get canRedo(): boolean {
    return this.#undone.length > 0
  }

  /** Called whenever `canUndo` or `canRedo` may have changed. @returns what ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The next edit begins a step of its own. */
  stopCapturing(): void {
    this.#lastEdit = Number.NEGATIVE_INFINITY
  }

  /** @returns the unit behind which the caret belongs, deleted or living. */
  undo(): ItemId | undefined {
    return this.#apply(this.#done.pop(), 'undoing')
  }

  /** @returns the unit behind which the caret belongs, deleted or living. */
  redo(): ItemId | undefined {
    return this.#apply(this.#undone.pop(), 'redoing')
  }

  destroy(): void {
    this.doc.off('afterTransaction', this.#record)
    this.#listeners.clear()
  }

  #apply(step: Step | undefined, mode: 'undoing' | 'redoing'): ItemId | undefined {
    if (!step) return undefined
    this.#mode = mode
    try {
      return editText(this.doc, this.writer, (edit) => revert(edit, step))
    } finally {
      this.#mode = 'editing'
      this.stopCapturing()
      this.#tell()
    }
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }

  readonly #record = (transaction: Y.Transaction): void => {
    if (transaction.origin !== this.writer.origin) return
    const step = stepOf(transaction, this.writer.base, this.now())
    if (!step) return
    if (this.#mode === 'undoing') this.#undone.push(step)
    else {
      const last = this.#done.at(-1)
      const goesOn = this.#mode === 'editing' && last && step.at - this.#lastEdit < captureTimeoutMs
      if (goesOn) {
        // What the step itself wrote was not there before it, so undoing it brings nothing of that back.
        last.deleted.push(...step.deleted.flatMap((range) => without(range, last.inserted)))
        last.inserted.push(...step.inserted)
        last.values.push(...step.values)
      } else this.#done.push(step)
      if (this.#mode === 'editing') {
        this.#lastEdit = step.at
        this.#undone.length = 0
      }
    }
    this.#tell()
  }
}

function stepOf(transaction: Y.Transaction, base: number, at: number): Step | undefined {
  const step: Step = { inserted: [], deleted: [], values: [], at }
  const text = textOf(transaction.doc)
  const begin = (client: number) => transaction.beforeState.get(client) ?? 0
  for (const [client, end] of transaction.afterState) {
    if (baseOf(client) !== base || end <= begin(client)) continue
    for (const item of transaction.doc.store.clients.get(client) ?? []) {
      if (!(item instanceof Y.Item) || item.id.clock + item.length <= begin(client)) continue
      const clock = Math.max(item.id.clock, begin(client))
      if (item.parentSub === null && item.parent === text)
        step.inserted.push({ client, clock, length: item.id.clock + item.length - clock })
      else if (item.parentSub !== null) step.values.push(...valueChangeOf(item))
    }
  }
  for (const [client, ranges] of transaction.deleteSet.clients) {
    for (const { clock, len } of ranges) {
      // What this transaction inserted itself was never there before.
      const length = Math.min(len, begin(client) - clock)
      if (length > 0 && isInText(transaction.doc, { client, clock }))
        step.deleted.push({ client, clock, length })
    }
  }
  const isEmpty = step.inserted.length === 0 && step.deleted.length === 0 && step.values.length === 0
  return isEmpty ? undefined : step
}

/** What of a range is in none of the others. */
function without(range: Range, others: readonly Range[]): Range[] {
  return others.reduce<Range[]>(
    (rest, other) =>
      rest.flatMap((part) => {
        const end = part.clock + part.length
        const from = Math.max(part.clock, other.clock)
        const to = Math.min(end, other.clock + other.length)
        if (other.client !== part.client || from >= to) return [part]
        const [before, after] = [
          { ...part, length: from - part.clock },
          { ...part, clock: to, length: end - to },
        ]
        return [before, after].filter(({ length }) => length > 0)
      }),
    [range],
  )
}

const isInText = (doc: Y.Doc, id: ItemId) => findItem(doc, id)?.parentSub === null

function valueChangeOf(item: Y.Item): ValueChange[] {
  const parent = item.parent
  if (!(parent instanceof Y.Map) || !parent._item || item.parentSub === null) return []
  const { client, clock } = parent._item.id
  const before = item.left?.content.getContent().at(-1)
  return [{ marker: { client, clock }, key: item.parentSub, before, set: item.lastId }]
}

/** What each value is where no one has set it. */
const defaultValues: Record<string, unknown> = { k: 'p', l: 1, gone: 0 }

function revert(edit: TextEdit, step: Step): ItemId | undefined {
  const { doc } = edit
  let caret: ItemId | undefined
  for (const { marker, key, before, set } of step.values.toReversed()) {
    const item = findItem(doc, marker)
    const map = item?.content instanceof Y.ContentType ? item.content.type : undefined
    if (!(map instanceof Y.Map)) continue
    // Where somebody set it since, theirs counts.
    if (isSameId(map._map.get(key)?.lastId, set)) edit.restoreValue(marker, key, before ?? defaultValues[key])
  }
  const kept = new Set(step.inserted.filter((range) => isMarkerOthersUse(edit, range)))
  for (const range of step.inserted)
    if (!kept.has(range))
      forEachUnit(doc, range, (unit) => {
        if (!isMark(doc, unit)) caret ??= unit
        edit.delete(unit)
      })
  for (const range of step.deleted)
    forEachUnit(doc, range, (unit) => {
      const target = targetOf(doc, unit)
      edit.revive(target)
      if (!isMark(doc, target) && target.length > 0)
        caret = { client: target.client, clock: target.clock + target.length - 1 }
    })
  return caret
}

const isMark = (doc: Y.Doc, id: ItemId) => findItem(doc, id)?.content instanceof Y.ContentEmbed

/**
 * A marker right behind another one began a block of its own (Enter at the end of a block). When somebody else has
 * written in that block meanwhile it stays, for their words would otherwise run into the next block.
 */
function isMarkerOthersUse(edit: TextEdit, range: Range): boolean {
  const { doc } = edit
  const item = findItem(doc, range)
  if (!(item?.content instanceof Y.ContentType)) return false
  const before = item.origin && findItem(doc, item.origin)
  if (before && !(before.content instanceof Y.ContentType)) return false
  const block = edit.reading.blocks.find((textBlock) => isSameId(textBlock.marker, range))
  return block?.runs.some((run) => run.text !== '' && baseOf(run.client) !== edit.base) ?? false
}

/** Claims name what is behind them and are no units: they are left where they are. */
function forEachUnit(doc: Y.Doc, range: Range, visit: (unit: Range) => void): void {
  const end = range.clock + range.length
  for (let at = range.clock; at < end;) {
    const item = findItem(doc, { client: range.client, clock: at })
    if (!item) return
    const to = Math.min(end, item.id.clock + item.length)
    const embed = item.content instanceof Y.ContentEmbed ? parseEmbed(item.content.embed) : undefined
    const isClaim = embed !== undefined && ('v' in embed || 'm' in embed)
    if (item.parentSub === null && !isClaim) visit({ client: range.client, clock: at, length: to - at })
    at = to
  }
}

/** What is to live again: the units themselves, or those that deleted tokens had kept alive. */
function targetOf(doc: Y.Doc, unit: Range): Range {
  if (classOf(unit.client) !== 'revived') return unit
  const structs = doc.store.clients.get(unit.client) ?? []
  for (let index = Y.findIndexSS(structs, unit.clock); index >= 0; index -= 1) {
    const item = structs[index]
    if (!(item instanceof Y.Item) || !(item.content instanceof Y.ContentEmbed)) continue
    const embed = parseEmbed(item.content.embed)
    if (!embed || !('v' in embed)) break
    const offset = unit.clock - (item.id.clock + 1)
    return { client: embed.v[0], clock: embed.v[1] + offset, length: unit.length }
  }
  return { ...unit, length: 0 }
}
