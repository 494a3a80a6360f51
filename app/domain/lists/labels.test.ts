import { expect, test } from 'vitest'
import { headingLetter, headingLetterIn, itemLabel, letters } from './labels'

test('after (z) come (aa) and (bb), after (zz) comes (aaa)', () => {
  expect([0, 25, 26, 27, 51, 52].map(letters)).toEqual(['a', 'z', 'aa', 'bb', 'zz', 'aaa'])
})

test('an item is labelled under the numbered paragraph of its topic', () => {
  expect(itemLabel(12, 2)).toBe('12 (c)')
  expect(headingLetter(1)).toBe('B')
})

test('no two of a thousand items have the same label', () => {
  expect(new Set(Array.from({ length: 1000 }, (_, index) => letters(index))).size).toBe(1000)
})

test('headings are lettered in the alphabet of their language, in Arabic in the order of its numbers', () => {
  expect([0, 1, 2].map((index) => headingLetterIn('ar', index))).toEqual(['ألف', 'باء', 'جيم'])
  expect([0, 27].map((index) => headingLetterIn('fr', index))).toEqual(['A', 'BB'])
  expect(headingLetterIn('ar', 28)).toBe('CC')
})
