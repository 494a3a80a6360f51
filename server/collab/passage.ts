import * as Y from 'yjs'
import { losesWords, wordsIn, type Id, type Places, type WordChanges } from './check-words'
import type { Deletions } from './check-brackets'

type Changes = { items: readonly Y.Item[]; deletes: Deletions }

/** What was taken of a document's edits and is not in its store yet, as far as others' edits have to mind it. */
export class Passage {
  readonly #updates = new Map<Uint8Array, { items: Map<number, Y.Item[]>; changes: WordChanges }>()
  /** Items on their way, by client id in the order of their clocks. */
  readonly #items = new Map<number, Y.Item[]>()
  readonly #places: Places = new WeakMap()

  /** Where an update puts its words and what it deletes; of items that are stored already nothing is said. */
  changesOf(
    { items, deletes }: Changes,
    store: Y.Doc['store'],
    isNew: (item: Y.Item) => boolean,
  ): WordChanges {
    const own = byClient(items)
    const find = (id: Id): Y.Item | undefined => {
      if (id.clock < Y.getState(store, id.client)) {
        const struct = Y.getItem(store, Y.createID(id.client, id.clock))
        return struct instanceof Y.Item ? struct : undefined
      }
      return itemAt(own.get(id.client), id.clock) ?? itemAt(this.#items.get(id.client), id.clock)
    }
    return { words: wordsIn(items.filter(isNew), find, this.#places), deletes }
  }

  /** Why an update would make words vanish; undefined where it does not. */
  lossOf(changes: WordChanges, store: Y.Doc['store']) {
    return losesWords(
      store,
      changes,
      [...this.#updates.values()].map((one) => one.changes),
    )
  }

  add(update: Uint8Array, items: readonly Y.Item[], changes: WordChanges): void {
    const sorted = byClient(items)
    this.#updates.set(update, { items: sorted, changes })
    for (const [client, more] of sorted)
      this.#items.set(client, [...(this.#items.get(client) ?? []), ...more])
  }

  /** Lets go of an update that was refused, or that is in the store by now. */
  remove(update: Uint8Array): void {
    const gone = this.#updates.get(update)
    this.#updates.delete(update)
    for (const [client, items] of gone?.items ?? []) {
      const rest = this.#items.get(client)?.filter((item) => !items.includes(item)) ?? []
      if (rest.length > 0) this.#items.set(client, rest)
      else this.#items.delete(client)
    }
  }
}

function byClient(items: readonly Y.Item[]): Map<number, Y.Item[]> {
  const sorted = new Map<number, Y.Item[]>()
  for (const item of items) {
    const known = sorted.get(item.id.client)
    if (known) known.push(item)
    else sorted.set(item.id.client, [item])
  }
  return sorted
}

/** The item that has a clock, out of those of one client in their order. */
function itemAt(items: readonly Y.Item[] | undefined, clock: number): Y.Item | undefined {
  let [from, to] = [0, items?.length ?? 0]
  while (from < to) {
    const middle = (from + to) >>> 1
    const item = items?.[middle]
    if (!item) return undefined
    if (clock < item.id.clock) to = middle
    else if (clock >= item.id.clock + item.length) from = middle + 1
    else return item
  }
  return undefined
}
