import { expect, test } from 'vitest'
import { Allowance } from '#server/collab/allowance'
import { rateOf } from './rate'

const aSender = (updates: number, frames: number, account = updates) => ({
  updates: new Allowance(updates, 0),
  frames: new Allowance(frames, 0),
  account: { updates: new Allowance(account, 0) },
})

test('a connection that sends more updates than a person types is refused, not closed', () => {
  const sender = aSender(20, 1000)
  const verdicts = Array.from({ length: 300 }, () => rateOf('update', sender, 0))
  expect(verdicts.filter((verdict) => verdict === 'take')).toHaveLength(200)
  expect(verdicts.at(-1)).toBe('refuse')
})

test('all connections of one account share its allowance', () => {
  const account = { updates: new Allowance(10, 0) }
  const senders = Array.from({ length: 10 }, () => ({ ...aSender(20, 1000), account }))
  const taken = senders.flatMap((sender) =>
    Array.from({ length: 50 }, () => rateOf('update', sender, 0)).filter((verdict) => verdict === 'take'),
  )
  expect(taken).toHaveLength(100)
})

test('a flood of frames closes the connection, whatever they say', () => {
  const sender = aSender(20, 80)
  const verdicts = Array.from({ length: 2000 }, () => rateOf('caret-query', sender, 0))
  expect(verdicts.filter((verdict) => verdict === 'take')).toHaveLength(800)
  expect(verdicts.at(-1)).toBe('close')
})
