import { expect, test } from 'vitest'
import type { DelegationId } from '#domain/ids'
import { countPresence, withoutNames, type PresenceOf } from './presence'

const here: PresenceOf = {
  delegations: [
    {
      id: 'a' as DelegationId,
      kind: 'member-state',
      regionalGroup: 'african-states',
      people: 2,
      names: ['A', 'B'],
    },
    {
      id: 'b' as DelegationId,
      kind: 'member-state',
      regionalGroup: 'african-states',
      people: 1,
      names: ['C'],
    },
    { id: 'c' as DelegationId, kind: 'academia', regionalGroup: undefined, people: 1, names: ['D'] },
  ],
  officers: [{ role: 'chair', names: ['E'] }],
}

test('delegations are counted, not people, by kind and by regional group', () => {
  const { kinds, groups } = countPresence(here)
  expect([...kinds]).toEqual([
    ['member-state', 2],
    ['academia', 1],
  ])
  expect([...groups]).toEqual([['african-states', 2]])
})

test('a visitor learns that somebody is there and not who', () => {
  const told = withoutNames(here)
  expect(JSON.stringify(told)).not.toMatch(/"[A-E]"/)
  expect(told.delegations.map((delegation) => delegation.people)).toEqual([2, 1, 1])
})
