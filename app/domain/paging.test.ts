import { expect, test } from 'vitest'
import { offeredPages, pageIn, pagingOf } from './paging'

test('a page says which items it has', () => {
  expect(pagingOf({ page: 2, pageSize: 50, found: 120 })).toEqual({
    page: 2,
    pages: 3,
    offset: 50,
    first: 51,
    last: 100,
    found: 120,
  })
  expect(pagingOf({ page: 3, pageSize: 50, found: 120 })).toMatchObject({ first: 101, last: 120 })
  expect(pagingOf({ page: 1, pageSize: 50, found: 0 })).toMatchObject({ pages: 1, first: 0, last: 0 })
})

test('an address that asks for no possible page asks for the first', () => {
  for (const page of ['', '0', '-3', '1e99', 'last', '99999999999999999999'])
    expect(pageIn(new URLSearchParams({ page }))).toBe(1)
  expect(pageIn(new URLSearchParams())).toBe(1)
  expect(pageIn(new URLSearchParams({ page: '7' }))).toBe(7)
})

test('of many pages the first, the last and the nearest are offered', () => {
  expect(offeredPages({ page: 1, pages: 2 })).toEqual([1, 2])
  expect(offeredPages({ page: 10, pages: 40 })).toEqual([1, undefined, 8, 9, 10, 11, 12, undefined, 40])
})
