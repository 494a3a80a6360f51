import { expect, test } from 'vitest'
import { instantIn, localTimeIn } from './deadlines'

test('a deadline is a wall-clock time in the meeting’s zone', () => {
  expect(instantIn('2021-02-01T18:00', 'Europe/Vienna')?.toISOString()).toBe('2021-02-01T17:00:00.000Z')
  expect(instantIn('2021-07-01T18:00', 'Europe/Vienna')?.toISOString()).toBe('2021-07-01T16:00:00.000Z')
  expect(localTimeIn(new Date('2021-07-01T16:00:00Z'), 'Europe/Vienna')).toBe('2021-07-01T18:00')
})

test('the hour that summer time skips is the later one; the hour that comes twice the earlier one', () => {
  expect(instantIn('2021-03-28T02:30', 'Europe/Vienna')?.toISOString()).toBe('2021-03-28T01:30:00.000Z')
  expect(instantIn('2021-10-31T02:30', 'Europe/Vienna')?.toISOString()).toBe('2021-10-31T00:30:00.000Z')
})

test('what is no time has no instant', () => {
  expect(instantIn('tomorrow', 'Europe/Vienna')).toBeUndefined()
  expect(instantIn('2021-02-01T18:00', 'Europe/Nowhere')).toBeUndefined()
})
