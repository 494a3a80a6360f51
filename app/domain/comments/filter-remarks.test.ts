import { expect, test } from 'vitest'
import type { DelegationId, ListItemId } from '#domain/ids'
import { countPositions, filterRemarks, type RemarkFilter } from './filter-remarks'

const [one, two] = ['one', 'two'] as ListItemId[]
const remark = (item: ListItemId | undefined, position: 'support' | 'objection') => ({
  item: item ?? ('' as ListItemId),
  position,
})
const submissions = [
  {
    delegation: 'BRA' as DelegationId,
    versions: [
      { comments: [remark(one, 'support'), remark(two, 'objection')] },
      // What was said before does not count any more.
      { comments: [remark(two, 'support')] },
    ],
  },
  { delegation: 'NGO' as DelegationId, versions: [{ comments: [remark(two, 'support')] }] },
  { delegation: 'EGY' as DelegationId, versions: [{ comments: [] }] },
]
const kindOf = (delegation: DelegationId) =>
  delegation === 'NGO' ? ('non-governmental-organization' as const) : ('member-state' as const)
const found = (filter: RemarkFilter) =>
  filterRemarks(submissions, filter, kindOf).map(({ submission, items }) => [
    submission.delegation,
    items?.join(' ') ?? 'all',
  ])

test.each<[string, RemarkFilter, string[][]]>([
  [
    'nothing',
    {},
    [
      ['BRA', 'all'],
      ['NGO', 'all'],
      ['EGY', 'all'],
    ],
  ],
  [
    'an item',
    { item: 'two' },
    [
      ['BRA', 'two'],
      ['NGO', 'two'],
    ],
  ],
  [
    'a position',
    { position: 'support' },
    [
      ['BRA', 'one'],
      ['NGO', 'two'],
    ],
  ],
  ['a position on an item', { item: 'two', position: 'support' }, [['NGO', 'two']]],
  ['a delegation', { delegation: 'EGY' }, [['EGY', 'all']]],
  ['a kind and a position', { kind: 'member-state', position: 'objection' }, [['BRA', 'two']]],
])('looking for %s', (_, filter, expected) => {
  expect(found(filter)).toEqual(expected)
})

test('positions are counted in what was sent in last', () => {
  expect(countPositions(submissions)).toMatchObject({ support: 2, objection: 1, question: 0 })
})
