/**
 * What the terms of one item share with each of the others, added up term by term: the inner product of their
 * weights, and the sum of the smaller of both. Both are side by side in one array, because millions of pairs are read.
 */
export class Gathering {
  /** How many items there is room for. */
  readonly size: number
  readonly #sums: Float32Array
  readonly #touched: Uint32Array
  #count = 0

  constructor(items: number) {
    this.size = items
    this.#sums = new Float32Array(2 * items)
    this.#touched = new Uint32Array(items)
  }

  /** How many items share something. */
  get count(): number {
    return this.#count
  }

  /** The items that share something, in no particular order. */
  touched(at: number): number {
    return this.#touched[at] ?? 0
  }

  dot(item: number): number {
    return this.#sums[2 * item] ?? 0
  }

  smaller(item: number): number {
    return this.#sums[2 * item + 1] ?? 0
  }

  /** Adds what both weights of a term are to an item, even if nothing else is shared with it. */
  open(item: number, weight: number, other: number): void {
    if (this.#sums[2 * item + 1] === 0) {
      this.#touched[this.#count] = item
      this.#count += 1
    }
    this.#add(item, weight, other)
  }

  /** The same, only if something else is shared with the item. */
  join(item: number, weight: number, other: number): void {
    if (this.#sums[2 * item + 1] !== 0) this.#add(item, weight, other)
  }

  #add(item: number, weight: number, other: number): void {
    const at = 2 * item
    this.#sums[at] = (this.#sums[at] ?? 0) + weight * other
    this.#sums[at + 1] = (this.#sums[at + 1] ?? 0) + (other < weight ? other : weight)
  }

  clear(): void {
    for (let at = 0; at < this.#count; at += 1) {
      const item = 2 * (this.#touched[at] ?? 0)
      this.#sums[item] = 0
      this.#sums[item + 1] = 0
    }
    this.#count = 0
  }
}
