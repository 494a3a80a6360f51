import { letters } from '#domain/lists/labels'
import type { Block } from './content'

/** What decides a block's letter: 0 for a paragraph, 1 and 2 for sub-items. */
export type BlockLevel = 0 | 1 | 2

export const levelOf = ({ type, level }: Pick<Block, 'type' | 'level'>): BlockLevel =>
  type === 'paragraph' ? 0 : (level ?? 1)

const romanSteps = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
] as const

/** Small roman numerals. @param index from 0. */
export function romanNumeral(index: number): string {
  let rest = index + 1
  let numeral = ''
  for (const [value, sign] of romanSteps) {
    numeral += sign.repeat(Math.floor(rest / value))
    rest %= value
  }
  return numeral
}

/**
 * The letters of a text's blocks: `a`, `b` … for sub-items, which start anew after each paragraph, and `i`, `ii` … for
 * those of the second level, which start anew after each item of the first. Paragraphs have none.
 */
export function lettersOfLevels(levels: readonly BlockLevel[]): (string | undefined)[] {
  let [items, subItems] = [0, 0]
  return levels.map((level) => {
    if (level === 2) return romanNumeral(subItems++)
    subItems = 0
    if (level === 1) return letters(items++)
    items = 0
    return undefined
  })
}

/** The letter of each block; undefined for paragraphs. */
export const blockLetters = (blocks: readonly Pick<Block, 'type' | 'level'>[]): (string | undefined)[] =>
  lettersOfLevels(blocks.map(levelOf))

/** A sub-item's letter as texts show it: `(a)`. */
export const letterLabel = (letter: string): string => `(${letter})`
