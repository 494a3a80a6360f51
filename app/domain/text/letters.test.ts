import { expect, test } from 'vitest'
import { blockLetters, lettersOfLevels, romanNumeral } from './letters'

test('sub-items are lettered from (a), after (z) come (aa) and (bb)', () => {
  const found = lettersOfLevels(Array.from({ length: 28 }, () => 1 as const))
  expect([found[0], found[1], found[25], found[26], found[27]]).toEqual(['a', 'b', 'z', 'aa', 'bb'])
})

test('letters start anew after each paragraph, those of the second level after each item of the first', () => {
  const levels = [0, 1, 2, 2, 1, 2, 0, 0, 1, 2] as const
  expect(lettersOfLevels(levels)).toEqual([
    undefined,
    'a',
    'i',
    'ii',
    'b',
    'i',
    undefined,
    undefined,
    'a',
    'i',
  ])
})

test('a second level without a first one above it has numerals of its own', () => {
  expect(lettersOfLevels([0, 2, 2, 0, 2])).toEqual([undefined, 'i', 'ii', undefined, 'i'])
})

test('a sub-item without a level is of the first', () => {
  expect(blockLetters([{ type: 'paragraph' }, { type: 'sub-item' }, { type: 'sub-item', level: 2 }])).toEqual(
    [undefined, 'a', 'i'],
  )
})

test('small roman numerals', () => {
  expect([0, 3, 8, 13, 39, 48, 99].map(romanNumeral)).toEqual(['i', 'iv', 'ix', 'xiv', 'xl', 'xlix', 'c'])
})
