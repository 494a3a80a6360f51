import { expect, test } from 'vitest'
import { runsOfAlternatives, seenOf, type Neighbour } from './alternatives'

const words = (text: string): Neighbour => ({ kind: 'words', text })
const bracket = (id: string, alternative?: number): Neighbour => ({ kind: 'bracket', id, alternative })

test('alternatives stand side by side with nothing but spaces between them', () => {
  const run = [bracket('a', 1), words(' '), bracket('b', 2), bracket('c', 3)]
  expect(runsOfAlternatives([words('at '), ...run, words('.')])).toEqual([['a', 'b', 'c']])
  expect(runsOfAlternatives([bracket('a', 1), words(' or '), bracket('b', 2)])).toEqual([])
  expect(runsOfAlternatives([bracket('a', 1), bracket('x'), bracket('b', 2)])).toEqual([])
})

test('one number alone leaves nothing to choose, and a lower number begins another choice', () => {
  expect(runsOfAlternatives([words('at '), bracket('a', 2)])).toEqual([])
  const two = [bracket('a', 1), bracket('b', 2), words(' '), bracket('c', 1), bracket('d', 2)]
  expect(runsOfAlternatives(two)).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ])
})

test('what was seen is something else as soon as a word is', () => {
  const run = [
    { id: 'a', words: 'soon' },
    { id: 'b', words: 'later' },
  ]
  expect(seenOf(run)).toBe(seenOf(run.map((entry) => ({ ...entry }))))
  expect(seenOf(run)).not.toBe(seenOf(run.map((entry) => ({ ...entry, words: `${entry.words}!` }))))
})
