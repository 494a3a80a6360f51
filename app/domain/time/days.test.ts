import { expect, test } from 'vitest'
import { areDays } from './days'

test('a meeting lasts from a day of the calendar to the same or a later one', () => {
  expect(areDays('2020-07-27', '2020-07-29')).toBe(true)
  expect(areDays('2020-07-27', '2020-07-27')).toBe(true)
  expect(areDays('2020-07-29', '2020-07-27')).toBe(false)
  expect(areDays('2021-02-29', '2021-03-01')).toBe(false)
  expect(areDays('', '2021-03-01')).toBe(false)
})
