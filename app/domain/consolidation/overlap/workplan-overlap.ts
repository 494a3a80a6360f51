import type { RecommendationId } from '#domain/ids'
import { languages, type Language } from '#domain/languages'
import { largestGroup, shownFrom, widerFrom } from './bands'
import type { Weighing } from './explanation'
import { unpack, type FittedLanguage } from './fitted'
import { completeLinkGroups } from './groups'
import type { OverlapItem } from './model'
import type { OverlapIndex } from './overlap-index'

export type WorkplanItem = OverlapItem & { id: RecommendationId; language: Language }

/** An item that overlaps with another, and how much. */
export type PartnerItem = { id: RecommendationId; score: number }

/** Items that belong together, and the lowest score of any two of them. */
export type ItemGroup = { items: RecommendationId[]; score: number }

/** Whether two items must not be suggested together. */
export type Apart = (a: RecommendationId, b: RecommendationId) => boolean

/** The items of a workplan and how much they overlap. Items of different languages are not compared. */
export class WorkplanOverlap {
  readonly #indexes = new Map<Language, OverlapIndex>()
  readonly #languages = new Map<RecommendationId, Language>()
  readonly #groups: RecommendationId[][] = []

  constructor(fitted: Partial<Record<Language, FittedLanguage>>) {
    for (const language of languages) {
      const handed = fitted[language]
      if (!handed) continue
      this.#indexes.set(language, unpack(handed))
      // From another thread, which knows no kinds of identifiers.
      const ids = handed.ids as RecommendationId[]
      for (const id of ids) this.#languages.set(id, language)
      for (const places of handed.groups) this.#groups.push(places.flatMap((place) => ids[place] ?? []))
    }
  }

  get size(): number {
    return this.#languages.size
  }

  /** How many items have changed since the models were learnt, as a share of all. */
  get drift(): number {
    let changed = 0
    for (const index of this.#indexes.values()) changed += index.drift * Math.max(1, index.size)
    return changed / Math.max(1, this.size)
  }

  has(id: RecommendationId): boolean {
    return this.#languages.has(id)
  }

  /**
   * Adds an item, or replaces what it was before.
   * @returns false if it is the first of its language, for which there is no model: it overlaps with nothing yet.
   */
  set(item: WorkplanItem): boolean {
    if (this.#languages.get(item.id) !== item.language) this.delete(item.id)
    const index = this.#indexes.get(item.language)
    if (!index) return false
    index.set(item)
    this.#languages.set(item.id, item.language)
    return true
  }

  delete(id: RecommendationId): void {
    this.#indexOf(id)?.delete(id)
    this.#languages.delete(id)
  }

  score(a: RecommendationId, b: RecommendationId): number {
    return this.#indexOf(a)?.score(a, b) ?? 0
  }

  /** The items that one overlaps with, the closest first. */
  partners(id: RecommendationId, from: number = shownFrom): PartnerItem[] {
    const partners = this.#indexOf(id)?.partners(id, from) ?? []
    return partners.map((partner) => ({ id: partner.id as RecommendationId, score: partner.score }))
  }

  /** How telling the words of a language are among these items; undefined if none is in that language. */
  weighing(language: Language): Weighing | undefined {
    return this.#indexes.get(language)
  }

  /**
   * The groups that can be suggested, the closest first. A group in which some must not be together, or of which some
   * are not wanted, is what remains of it: no more than what all of it says.
   */
  groups(isWanted: (id: RecommendationId) => boolean, apart: Apart): ItemGroup[] {
    return this.#groups
      .flatMap((group) => this.#regroup(group.filter(isWanted), apart))
      .toSorted((a, b) => b.score - a.score || ((a.items[0] ?? '') < (b.items[0] ?? '') ? -1 : 1))
  }

  #regroup(items: readonly RecommendationId[], apart: Apart): ItemGroup[] {
    const pairs = items.flatMap((right, b) =>
      items.slice(0, b).flatMap((left, a) => {
        const score = apart(left, right) ? 0 : this.score(left, right)
        return score >= shownFrom ? [{ a, b, score }] : []
      }),
    )
    return completeLinkGroups(pairs, largestGroup).map(({ members, score }) => ({
      items: members.flatMap((place) => items[place] ?? []),
      score,
    }))
  }

  /** What can be looked at beside a group: items that have a little in common with all of it, the closest first. */
  wider(items: readonly RecommendationId[], isWanted: (id: RecommendationId) => boolean): PartnerItem[] {
    const [first, ...others] = items
    if (first === undefined) return []
    return this.partners(first, widerFrom)
      .filter(({ id }) => isWanted(id) && !items.includes(id))
      .map(({ id, score }) => ({
        id,
        score: Math.min(score, ...others.map((other) => this.score(id, other))),
      }))
      .filter(({ score }) => score >= widerFrom)
      .toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
  }

  #indexOf(id: RecommendationId): OverlapIndex | undefined {
    const language = this.#languages.get(id)
    return language && this.#indexes.get(language)
  }
}
