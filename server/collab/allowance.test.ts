import { expect, test } from 'vitest'
import { Allowance } from './allowance'

test('what a stalled connection held back is taken at once, what keeps coming is not', () => {
  const allowance = new Allowance(10, 0)
  const burst = Array.from({ length: 100 }, () => allowance.take(0))
  expect(burst.every(Boolean)).toBe(true)
  expect(allowance.take(0)).toBe(false)
  // A tenth of a second later there is room for one more.
  expect(allowance.take(100)).toBe(true)
  expect(allowance.take(100)).toBe(false)
  // A clock that goes backwards gives nothing away.
  expect(allowance.take(50)).toBe(false)
})
