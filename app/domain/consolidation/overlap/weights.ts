import type { Language } from '#domain/languages'
import { isBoilerplate } from './boilerplate'

/** What remains of the weight of a word that belongs to the genre. */
const boilerplateFactor = 0.35

/** How telling a word is, from the number of items that have it. */
export const inverseFrequency = (having: number, items: number): number =>
  Math.log(1 + (items - having + 0.5) / (having + 0.5))

/** The same for a term: words of the genre are less telling than they are rare. */
export function rarity(stem: string, language: Language, having: number, items: number): number {
  const rare = inverseFrequency(having, items)
  return isBoilerplate(stem, language) ? rare * boilerplateFactor : rare
}

/** The weight of a term in an item that has it so many times. */
export const weightOf = (times: number, termRarity: number): number => (1 + Math.log(times)) * termRarity
