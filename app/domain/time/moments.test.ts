import { expect, test } from 'vitest'
import { momentsOf } from './moments'

const entry = (id: number, second: number, participant = 'a') => ({
  id,
  at: new Date(1_600_000_000_000 + second * 1000),
  participant,
})

test('what one person writes without a pause is one moment; a pause or another person begins the next', () => {
  const moments = momentsOf(
    [entry(1, 0), entry(2, 1), entry(3, 10), entry(4, 11, 'b'), entry(5, 12, 'b')],
    new Set(),
  )
  expect(moments.map(({ id, participant, entries }) => [id, participant, entries])).toEqual([
    [2, 'a', 2],
    [3, 'a', 1],
    [5, 'b', 2],
  ])
})

test('an event ends a moment although the writer goes on', () => {
  expect(momentsOf([entry(1, 0), entry(2, 1), entry(3, 2)], new Set([2])).map(({ id }) => id)).toEqual([2, 3])
})

test('a long life has as many stops as a slider can show, and still those of its events', () => {
  const log = Array.from({ length: 5_000 }, (_, index) => entry(index + 1, index * 20, index % 2 ? 'a' : 'b'))
  const moments = momentsOf(log, new Set([777]))
  expect(moments.length).toBeLessThanOrEqual(240)
  expect(moments.map(({ id }) => id)).toContain(777)
  expect(moments.at(-1)?.id).toBe(5_000)
  expect(moments.reduce((sum, moment) => sum + moment.entries, 0)).toBe(5_000)
})
