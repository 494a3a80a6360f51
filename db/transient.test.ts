import { expect, test } from 'vitest'
import { isTransient } from './transient'

const coded = (code: string) => Object.assign(new Error('no'), { code })

test('a restart, a full disk and a deadlock pass; a broken rule does not', () => {
  for (const code of ['57P01', '57P03', '08006', '40P01', '53300', 'SQLITE_FULL', 'ECONNREFUSED'])
    expect(isTransient(coded(code)), code).toBe(true)
  expect(isTransient(new Error('Connection terminated unexpectedly'))).toBe(true)
  expect(isTransient(new AggregateError([coded('ECONNREFUSED')]))).toBe(true)
  for (const code of ['23505', '42P01', 'SQLITE_CONSTRAINT'])
    expect(isTransient(coded(code)), code).toBe(false)
  expect(isTransient(new Error('no'))).toBe(false)
  expect(isTransient('no')).toBe(false)
})
