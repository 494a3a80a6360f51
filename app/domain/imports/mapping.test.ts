import { expect, test } from 'vitest'
import type { DelegationId, ExpertGroupId, MandateId, TagId, TopicId } from '#domain/ids'
import { nameKey } from '#domain/text/folding'
import { createResolver, noMapping, type Names } from './mapping'

const names: Names = {
  delegations: [
    {
      id: 'norway' as DelegationId,
      group: 'group' as ExpertGroupId,
      kind: 'member-state',
      name: { en: 'Norway', fr: 'Norvège' },
      code: 'NOR',
      regionalGroup: undefined,
    },
  ],
  tags: [{ id: 'training' as TagId, kind: 'theme', name: { en: 'Training' }, retired: false }],
  mandates: [{ id: 'resolution' as MandateId, symbol: 'A/RES/74/173', title: {} }],
  topics: [{ id: 'laws' as TopicId, title: { en: 'Legislation' } }],
}

test('a delegation is found by its code, its names, and every name of its State', () => {
  const { proposer } = createResolver(names, noMapping)
  for (const name of ['NOR', 'norvège', 'Kingdom of Norway', '挪威']) {
    expect(proposer(name), name).toEqual({ kind: 'delegation', id: 'norway' })
  }
  expect(proposer('Chile')).toEqual({ kind: 'state', code: 'CHL' })
  expect(proposer('Atlantis')).toBeUndefined()
})

test('what somebody decided comes first, and a term that was added meanwhile is not added twice', () => {
  const mapping = {
    proposers: {
      [nameKey('Atlantis')]: { kind: 'state' as const, code: 'NOR' },
      chile: { kind: 'none' as const },
    },
    tags: { training: { kind: 'new-tag' as const, tagKind: 'theme' as const } },
    topics: {},
  }
  const { proposer, term } = createResolver(names, mapping)
  expect(proposer('ATLANTIS')).toEqual({ kind: 'delegation', id: 'norway' })
  expect(proposer('Chile')).toEqual({ kind: 'none' })
  expect(term('Training')).toEqual({ kind: 'tag', id: 'training' })
  expect(term('a/res/74/173')).toEqual({ kind: 'mandate', id: 'resolution' })
})
