import { expect, test } from 'vitest'
import { readOnlyReasons } from '#collab/messages'
import { mayWrite } from './permission'

test('only a connection without a reason to read only may write, and only as long as its right lasts', () => {
  for (const readOnly of readOnlyReasons)
    expect(mayWrite({ readOnly, hasRunOut: () => false }, 0)).toBe(readOnly === 'none')
  const until = { readOnly: 'none' as const, hasRunOut: (nowMs: number) => nowMs >= 1_000 }
  expect([mayWrite(until, 999), mayWrite(until, 1_000)]).toEqual([true, false])
})
