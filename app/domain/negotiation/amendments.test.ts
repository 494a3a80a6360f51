import { expect, test } from 'vitest'
import type { DelegationId } from '#domain/ids'
import { isAmendable, partingOf } from './amendments'

const [one, two, three] = ['one' as DelegationId, 'two' as DelegationId, 'three' as DelegationId]

test('an amendment goes on while a proposer remains', () => {
  expect(partingOf({ proposers: [one, two], sponsors: [] }, one)).toEqual({ becomes: 'goes-on' })
  expect(partingOf({ proposers: [one], sponsors: [two] }, two)).toEqual({ becomes: 'goes-on' })
})

test('the last proposer hands it to the sponsor that joined first', () => {
  expect(partingOf({ proposers: [one], sponsors: [two, three] }, one)).toEqual({
    becomes: 'handed-over',
    to: two,
  })
})

test('when nobody is left it is withdrawn', () => {
  expect(partingOf({ proposers: [one], sponsors: [] }, one)).toEqual({ becomes: 'withdrawn' })
})

test('what is on the table can be amended: one level deep, and only where there are words', () => {
  const item = { status: 'tabled', kind: 'text', parent: undefined } as const
  expect(isAmendable(item)).toBe(true)
  expect(isAmendable({ ...item, kind: 'new-paragraph' })).toBe(true)
  expect(isAmendable({ ...item, kind: 'deletion' })).toBe(false)
  expect(isAmendable({ ...item, status: 'accepted' })).toBe(false)
  expect(isAmendable({ ...item, parent: { status: 'tabled', proposers: [one] } })).toBe(false)
})
