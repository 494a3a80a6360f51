import type { Language } from '#domain/languages'
import { recommendationIs, type RecommendationStatus } from '#domain/status'

/**
 * The letters of lettered items, as the United Nations letter them: `a` to `z`, then `aa`, `bb` … `zz`, then
 * `aaa`, and so on. @param index from 0.
 */
export const letters = (index: number): string =>
  String.fromCharCode('a'.charCodeAt(0) + (index % 26)).repeat(Math.floor(index / 26) + 1)

/** `12 (c)`: a preliminary item's label under its topic's numbered paragraph. */
export const itemLabel = (paragraph: number, index: number): string => `${paragraph} (${letters(index)})`

/** `A`, `B` …: the heading letter of a topic, after `Z` as for items. @param index from 0. */
export const headingLetter = (index: number): string => letters(index).toUpperCase()

/** Arabic documents letter their headings by the names of the letters, in the order of their numbers. */
const arabicLetters =
  'ألف باء جيم دال هاء واو زاي حاء طاء ياء كاف لام ميم نون سين عين فاء صاد قاف راء شين تاء ثاء خاء ذال ضاد ظاء غين'.split(
    ' ',
  )

/** The heading letter of a topic as documents in this language have it. @param index from 0. */
export const headingLetterIn = (language: Language, index: number): string =>
  (language === 'ar' ? arabicLetters[index] : undefined) ?? headingLetter(index)

type Numbered = { stage: string; status: RecommendationStatus }

/** The paragraphs of an evaluation meeting's list: their order is their number. Those not adopted have none. */
export const numberedParagraphs = <Item extends Numbered>(items: readonly Item[]): Item[] =>
  items.filter((item) => item.stage === 'consolidated' && !recommendationIs.notAdopted(item.status))

/** A paragraph's number, across the headings. @param index among the numbered paragraphs, from 0. */
export const paragraphNumber = (index: number): string => String(index + 1)

/**
 * What the items of a meeting are called: by their label in its list or, before a paragraph is listed, by the number
 * that it would be adopted with. Screens, files, mails, search and the interface for programs all ask this.
 * @param items in their order.
 * @param issued the labels in the meeting's lists.
 */
export function labelsOf<Id extends string>(
  items: readonly (Numbered & { id: Id })[],
  issued: ReadonlyMap<Id, string>,
): Map<Id, string> {
  const numbers = numberedParagraphs(items).map(({ id }, index): [Id, string] => [id, paragraphNumber(index)])
  return new Map([...numbers, ...issued])
}

/**
 * The labels that items get in a meeting's next list: lettered under a numbered paragraph for each topic.
 * @param topics in their order, each with how many of its items were listed before: letters go on.
 */
export const nextLabels = <Topic extends string, Item extends { topic: Topic | undefined }>(
  firstParagraph: number,
  topics: readonly { id: Topic; listed: number }[],
  items: readonly Item[],
): { item: Item; label: string }[] =>
  topics.flatMap(({ id, listed }, index) =>
    items
      .filter((item) => item.topic === id)
      .map((item, place) => ({ item, label: itemLabel(firstParagraph + index, listed + place) })),
  )
