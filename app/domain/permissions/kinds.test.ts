import { describe, expect, test } from 'vitest'
import type { DelegationId, MembershipId } from '#domain/ids'
import type { DelegationKind, SignedInActor } from '#domain/people/participants'
import { anActor, aPlace } from '#tests/people'
import { can } from './can'
import { usualRights, type KindRight, type RightsTable } from './kinds'
import type { RecommendationFacts } from './recommendations'

const own = 'own' as DelegationId
const kenya = 'kenya' as DelegationId

const delegate = (kindOfDelegation: DelegationKind): SignedInActor => ({
  ...anActor('delegate', own),
  memberships: [
    {
      id: 'm' as MembershipId,
      group: aPlace.group,
      meeting: undefined,
      role: 'delegate',
      delegation: own,
      kindOfDelegation,
    },
  ],
})

const facts = (stage: Pick<RecommendationFacts, 'stage' | 'status'>, rights?: RightsTable) =>
  ({
    ...aPlace,
    rights,
    proposers: [kenya],
    sponsors: [],
    invited: [],
    penHolders: [],
    wasTabled: true,
    meetingStatus: 'open',
    ...stage,
  }) as RecommendationFacts

/** Whether a delegate may do one act for each right. */
function acts(kind: DelegationKind, rights?: RightsTable): Record<KindRight, boolean> {
  const actor = delegate(kind)
  const tabled = facts({ stage: 'preliminary', status: 'tabled' }, rights)
  const meeting = { ...aPlace, rights, status: 'open' } as const
  return {
    draft: can(actor, 'meeting.draft', meeting),
    amend: can(actor, 'recommendation.amend', tabled),
    sponsor: can(actor, 'recommendation.sponsor', tabled),
    object: can(
      actor,
      'paragraph.break-silence',
      facts({ stage: 'consolidated', status: 'proposed' }, rights),
    ),
    position: can(actor, 'position.take', tabled),
    comment: can(actor, 'call.answer', meeting),
    speak: can(actor, 'floor.ask', meeting),
  }
}

const allowed = (rights: readonly KindRight[]) =>
  Object.fromEntries(
    (['draft', 'amend', 'sponsor', 'object', 'position', 'comment', 'speak'] as const).map((right) => [
      right,
      rights.includes(right),
    ]),
  )

describe('what a delegation may do depends on its kind', () => {
  // Written by hand: a wrong table must not confirm itself.
  test.each([
    ['member-state', ['draft', 'amend', 'sponsor', 'object', 'position', 'comment', 'speak']],
    ['observer-state', ['draft', 'amend', 'sponsor', 'position', 'comment', 'speak']],
    ['intergovernmental-organization', ['comment', 'speak']],
    ['non-governmental-organization', ['comment', 'speak']],
    ['private-sector', ['comment', 'speak']],
    ['academia', ['comment', 'speak']],
  ] as const)('%s', (kind, rights) => {
    expect(acts(kind)).toEqual(allowed(rights))
  })

  test('a meeting may have its own table', () => {
    const rights = { ...usualRights, stakeholder: ['draft', 'speak'], 'member-state': [] } as const
    expect(acts('academia', rights)).toEqual(allowed(['draft', 'speak']))
    expect(acts('member-state', rights)).toEqual(allowed([]))
  })

  test('no stakeholder ever breaks a silence of the States by default', () => {
    for (const kind of ['non-governmental-organization', 'private-sector', 'academia'] as const)
      expect(acts(kind).object).toBe(false)
  })
})
