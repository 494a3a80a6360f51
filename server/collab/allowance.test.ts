import { expect, test } from 'vitest'
import { Allowance, createAccounts, defaultLimits } from './limits'

test('what a stalled line held back is taken at once, what keeps coming is not', () => {
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

test('an account has so many connections and no more, until one ends', () => {
  const accounts = createAccounts({ ...defaultLimits, accountConnections: 2 })
  expect(accounts.enter('a')).toBeDefined()
  expect(accounts.enter('a')?.connections).toBe(2)
  expect(accounts.enter('a')).toBeUndefined()
  expect(accounts.enter('b')).toBeDefined()
  accounts.leave('a')
  expect(accounts.enter('a')).toBeDefined()
})
