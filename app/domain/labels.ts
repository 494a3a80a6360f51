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
