import { expect, test } from 'vitest'
import { neighboursOf } from './room'

test('the Chair goes from paragraph to paragraph and not beyond the ends', () => {
  expect(neighboursOf(['a', 'b', 'c'], 'b')).toEqual({ previous: 'a', next: 'c' })
  expect(neighboursOf(['a', 'b', 'c'], 'a')).toEqual({ previous: undefined, next: 'b' })
  expect(neighboursOf(['a', 'b', 'c'], 'c')).toEqual({ previous: 'b', next: undefined })
  expect(neighboursOf([], undefined)).toEqual({ previous: undefined, next: undefined })
})

test('before anything is shown, and when what was shown is gone, one begins at the beginning', () => {
  expect(neighboursOf(['a', 'b'], undefined)).toEqual({ previous: undefined, next: 'a' })
  expect(neighboursOf(['a', 'b'], 'z')).toEqual({ previous: undefined, next: 'a' })
})
