import type { OverlapModel } from './model'
import { rarity } from './weights'

/** The terms that are known and how telling each is: those of the model, and after them what came later. */
export class Vocabulary {
  readonly #numbers: Map<string, number>
  readonly #rarities: number[]
  readonly #model: Pick<OverlapModel, 'language' | 'items'>

  constructor({ vocabulary, rarities, language, items }: OverlapModel) {
    this.#numbers = new Map(vocabulary.map((stem, number) => [stem, number]))
    this.#rarities = [...rarities]
    this.#model = { language, items }
  }

  /** The number of a term, which is given one if it has none. */
  numberOf(stem: string): number {
    const known = this.#numbers.get(stem)
    if (known !== undefined) return known
    const number = this.#numbers.size
    this.#numbers.set(stem, number)
    this.#rarities.push(this.#unseen(stem))
    return number
  }

  rarityAt(number: number): number {
    return this.#rarities[number] ?? 0
  }

  rarityOf(stem: string): number {
    const known = this.#numbers.get(stem)
    return known === undefined ? this.#unseen(stem) : this.rarityAt(known)
  }

  /** What the model has not seen is as rare as what one item has. */
  #unseen(stem: string): number {
    return rarity(stem, this.#model.language, 1, this.#model.items)
  }
}
