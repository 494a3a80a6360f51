import type { Language } from '#domain/languages'
import { shownFrom } from './bands'
import { indexItem, scoreOfPair, scoreOfShared, type IndexedItem } from './indexed-item'
import { fitModel, weigh, type OverlapItem, type OverlapModel } from './model'
import { Gathering } from './gathering'
import { Postings } from './postings'
import { containmentOf, cosineOf, mayReach } from './score'
import { Vocabulary } from './vocabulary'

/** An item that overlaps with another, and how much. */
export type Partner = { id: string; score: number }

/** Pairs of items by their places in a list. */
export type Links = { from: Uint32Array; to: Uint32Array; scores: Float64Array }

/** A term that a larger share of all items has opens no candidates: it would open nearly every item. */
const commonShare = 0.2
/** In a small collection every term may open candidates. */
const fewItems = 50

type Neighbour = { place: number; score: number }

/**
 * The items of one language and how much they overlap. The model is learnt once; items that come later are scored by
 * it, until so much has changed that it should be learnt again.
 */
export class OverlapIndex {
  readonly model: OverlapModel
  readonly #vocabulary: Vocabulary
  /** By place; undefined where an item was removed. */
  readonly #items: (IndexedItem | undefined)[]
  /** What millions of pairs are compared by: of each place its inverse length and its sum, side by side. */
  #sizes: Float32Array
  readonly #places: Map<string, number>
  readonly #postings: Postings
  /** By place: the items that it overlaps with enough to be shown. */
  readonly #links: Map<number, number>[]
  #gathering: Gathering
  #changes = 0

  /** @param links of the items among themselves, if they have been found already. */
  constructor(model: OverlapModel, items: readonly IndexedItem[], links?: Links) {
    this.model = model
    this.#vocabulary = new Vocabulary(model)
    this.#items = [...items]
    this.#sizes = new Float32Array(2 * items.length)
    for (const [place, item] of items.entries()) this.#measure(place, item)
    this.#places = new Map(items.map(({ id }, place) => [id, place]))
    const rows = items.map(({ terms }) => terms)
    this.#postings = new Postings(rows, model.vocabulary.length)
    this.#gathering = new Gathering(items.length)
    this.#links = items.map(() => new Map<number, number>())
    const { from, to, scores } = links ?? this.findLinks()
    for (let at = 0; at < from.length; at += 1) this.#link(from[at] ?? 0, to[at] ?? 0, scores[at] ?? 0)
  }

  /** Learns the model from the items. @param links `none` leaves it to the caller to find the pairs that overlap. */
  static of(items: readonly OverlapItem[], language: Language, links?: 'none'): OverlapIndex {
    const { model, rows } = fitModel(items, language)
    const none = new Uint32Array(0)
    return new OverlapIndex(
      model,
      items.flatMap((item, at) => {
        const terms = rows[at]
        return terms ? [indexItem(item, terms, model)] : []
      }),
      links && { from: none, to: none, scores: new Float64Array(0) },
    )
  }

  get size(): number {
    return this.#places.size
  }

  /** How many items were added or removed since the model was learnt, as a share of all. */
  get drift(): number {
    return this.#changes / Math.max(1, this.size)
  }

  has(id: string): boolean {
    return this.#places.has(id)
  }

  /** Adds an item, or replaces what it was before. */
  set(item: OverlapItem): void {
    this.delete(item.id)
    const numbers = item.stems.map((stem) => this.#vocabulary.numberOf(stem))
    const terms = weigh(numbers, (number) => this.#vocabulary.rarityAt(number))
    const added = indexItem(item, terms, this.model)
    const place = this.#items.length
    const neighbours = this.#neighbours(added, place, shownFrom)
    this.#items.push(added)
    this.#measure(place, added)
    this.#places.set(item.id, place)
    this.#postings.add(place, added.terms)
    this.#links.push(new Map())
    for (const neighbour of neighbours) this.#link(place, neighbour.place, neighbour.score)
    this.#changes += 1
  }

  delete(id: string): void {
    const place = this.#places.get(id)
    const item = this.#find(id)
    if (place === undefined || !item) return
    this.#postings.remove(place, item.terms)
    for (const other of this.#links[place]?.keys() ?? []) this.#links[other]?.delete(place)
    this.#links[place] = new Map()
    this.#items[place] = undefined
    this.#places.delete(id)
    this.#changes += 1
  }

  /** The items that one overlaps with at least so much, the closest first. */
  partners(id: string, from: number = shownFrom): Partner[] {
    const place = this.#places.get(id)
    const item = this.#find(id)
    if (place === undefined || !item) return []
    const near =
      from < shownFrom
        ? this.#neighbours(item, this.#items.length, from)
        : Array.from(this.#links[place] ?? [], ([other, score]) => ({ place: other, score }))
    return near
      .flatMap((neighbour) => {
        const partner = this.#items[neighbour.place]
        return partner && neighbour.place !== place && neighbour.score >= from
          ? [{ id: partner.id, score: neighbour.score }]
          : []
      })
      .toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
  }

  /** The score of two items; 0 where one of them is not here. */
  score(a: string, b: string): number {
    const [one, other] = [this.#find(a), this.#find(b)]
    return one && other ? scoreOfPair(one, other, this.model) : 0
  }

  /** How telling a term is. */
  rarityOf(stem: string): number {
    return this.#vocabulary.rarityOf(stem)
  }

  /** The items in the order of their places, without those that were removed. */
  items(): IndexedItem[] {
    return this.#items.filter((item) => item !== undefined)
  }

  /** Finds all pairs that overlap enough to be shown, by the places of their items. Takes long. */
  findLinks(): Links {
    const [from, to, scores]: [number[], number[], number[]] = [[], [], []]
    for (const [place, item] of this.#items.entries()) {
      if (!item) continue
      for (const neighbour of this.#neighbours(item, place, shownFrom)) {
        from.push(place)
        to.push(neighbour.place)
        scores.push(neighbour.score)
      }
    }
    return { from: Uint32Array.from(from), to: Uint32Array.from(to), scores: Float64Array.from(scores) }
  }

  #find(id: string): IndexedItem | undefined {
    const place = this.#places.get(id)
    return place === undefined ? undefined : this.#items[place]
  }

  #measure(place: number, { inverseLength, sum }: IndexedItem): void {
    if (this.#sizes.length < 2 * place + 2) {
      const larger = new Float32Array(4 * place + 2)
      larger.set(this.#sizes)
      this.#sizes = larger
    }
    this.#sizes.set([inverseLength, sum], 2 * place)
  }

  #link(place: number, other: number, score: number): void {
    this.#links[place]?.set(other, score)
    this.#links[other]?.set(place, score)
  }

  /** The items before `end` that an item overlaps with at least so much. */
  #neighbours(item: IndexedItem, end: number, from: number): Neighbour[] {
    const gathered = this.#gather(item, end)
    const { guard } = this.model
    const sizes = this.#sizes
    const found: Neighbour[] = []
    for (let at = 0; at < gathered.count; at += 1) {
      const place = gathered.touched(at)
      const cosine = cosineOf(gathered.dot(place), item.inverseLength, sizes[2 * place] ?? 0)
      const [smaller, sum] = [gathered.smaller(place), sizes[2 * place + 1] ?? 0]
      // Comparing what they mean takes longest, and most pairs stay below whatever it says.
      if (!mayReach(from, cosine, smaller, item.sum, sum, guard)) continue
      const other = this.#items[place]
      if (!other) continue
      const score = scoreOfShared(cosine, containmentOf(smaller, item.sum, sum, guard), item, other)
      if (score >= from) found.push({ place, score })
    }
    return found
  }

  /** What an item shares with each of the items before `end`. */
  #gather({ terms }: IndexedItem, end: number): Gathering {
    if (this.#gathering.size < this.#items.length) this.#gathering = new Gathering(2 * this.#items.length)
    this.#gathering.clear()
    const common = Math.max(fewItems, commonShare * this.size)
    for (const how of ['open', 'join'] as const) {
      for (let at = 0; at < terms.numbers.length; at += 1) {
        const number = terms.numbers[at] ?? 0
        const opens = this.#postings.count(number) <= common
        if (opens !== (how === 'open')) continue
        this.#postings.gather(number, terms.weights[at] ?? 0, this.#gathering, how, end)
      }
    }
    return this.#gathering
  }
}
