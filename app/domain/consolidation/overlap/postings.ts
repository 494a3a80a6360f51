import type { Gathering } from './gathering'
import type { WeightedTerms } from './model'

type Growing = { items: number[]; weights: number[] }

/** Which items have a term, and with what weight: for each term its items in ascending order. */
export class Postings {
  readonly #starts: Uint32Array
  readonly #items: Uint32Array
  readonly #weights: Float32Array
  /** What was added since, by term. */
  readonly #added = new Map<number, Growing>()
  /** How many of the first items that had a term were removed since, by term. */
  readonly #removed = new Map<number, number>()

  /** @param rows the terms of the first items, one item after the other. */
  constructor(rows: readonly WeightedTerms[], terms: number) {
    this.#starts = new Uint32Array(terms + 1)
    for (const { numbers } of rows) {
      for (const number of numbers) this.#starts[number + 1] = (this.#starts[number + 1] ?? 0) + 1
    }
    for (let term = 0; term < terms; term += 1) {
      this.#starts[term + 1] = (this.#starts[term + 1] ?? 0) + (this.#starts[term] ?? 0)
    }
    const next = this.#starts.slice()
    this.#items = new Uint32Array(this.#starts[terms] ?? 0)
    this.#weights = new Float32Array(this.#items.length)
    for (const [item, { numbers, weights }] of rows.entries()) {
      for (const [at, number] of numbers.entries()) {
        const to = next[number] ?? 0
        this.#items[to] = item
        this.#weights[to] = weights[at] ?? 0
        next[number] = to + 1
      }
    }
  }

  add(item: number, { numbers, weights }: WeightedTerms): void {
    for (const [at, number] of numbers.entries()) {
      let growing = this.#added.get(number)
      if (!growing) this.#added.set(number, (growing = { items: [], weights: [] }))
      growing.items.push(item)
      growing.weights.push(weights[at] ?? 0)
    }
  }

  /** An item that was there from the beginning stays in the arrays; it only counts no more. */
  remove(item: number, { numbers }: WeightedTerms): void {
    for (const number of numbers) {
      const growing = this.#added.get(number)
      const at = growing?.items.indexOf(item) ?? -1
      if (at >= 0) {
        growing?.items.splice(at, 1)
        growing?.weights.splice(at, 1)
      } else this.#removed.set(number, (this.#removed.get(number) ?? 0) + 1)
    }
  }

  /** How many items have a term. */
  count(term: number): number {
    const fitted = (this.#starts[term + 1] ?? 0) - (this.#starts[term] ?? 0)
    return fitted - (this.#removed.get(term) ?? 0) + (this.#added.get(term)?.items.length ?? 0)
  }

  /** Gathers what a term of some weight shares with the items before `end`. */
  gather(term: number, weight: number, into: Gathering, how: 'open' | 'join', end: number): void {
    const stop = this.#starts[term + 1] ?? 0
    for (let at = this.#starts[term] ?? 0; at < stop; at += 1) {
      const item = this.#items[at] ?? 0
      if (item >= end) return
      if (how === 'open') into.open(item, weight, this.#weights[at] ?? 0)
      else into.join(item, weight, this.#weights[at] ?? 0)
    }
    const growing = this.#added.get(term)
    if (!growing) return
    for (const [at, item] of growing.items.entries()) {
      if (item >= end) return
      if (how === 'open') into.open(item, weight, growing.weights[at] ?? 0)
      else into.join(item, weight, growing.weights[at] ?? 0)
    }
  }
}
