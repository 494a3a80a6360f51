import { expect, test } from 'vitest'
import { headingLetter, headingLetterIn, itemLabel, labelsOf, letters, nextLabels } from './labels'

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

test('paragraphs are numbered across the headings without those not adopted; a label in a list comes first', () => {
  const item = (id: string, status: 'proposed' | 'not-adopted' | 'adopted', stage = 'consolidated') => ({
    id,
    stage,
    status,
  })
  const items = [
    item('a', 'proposed'),
    item('dropped', 'not-adopted'),
    item('b', 'adopted'),
    { id: 'item', stage: 'preliminary', status: 'listed' as const },
    item('c', 'proposed'),
  ]
  const labels = labelsOf(items, new Map([['item', '5 (a)']]))
  expect([...labels]).toEqual([
    ['a', '1'],
    ['b', '2'],
    ['c', '3'],
    ['item', '5 (a)'],
  ])
  expect(labelsOf(items, new Map([['b', '7']])).get('b')).toBe('7')
})

test('letters of a second list of a meeting go on where the first one ended', () => {
  const items = [{ topic: 'one' }, { topic: 'two' }, { topic: 'one' }, { topic: undefined }]
  const topics = [
    { id: 'one', listed: 2 },
    { id: 'two', listed: 0 },
  ]
  expect(nextLabels(5, topics, items).map(({ label }) => label)).toEqual(['5 (c)', '5 (d)', '6 (a)'])
})
