import { expect, test } from 'vitest'
import { headingLetter, itemLabel, letters } from './labels'

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
