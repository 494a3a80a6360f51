import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decideConsolidated, decidePreliminary } from '#domain/decide'
import type { DelegationId } from '#domain/ids'
import { roles, visitor, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import type { RecommendationFacts } from '#domain/permissions/recommendations'
import { consolidatedStatuses, preliminaryStatuses } from '#domain/status'
import { anActor, aPlace } from '#tests/people'
import { allowed, may } from './may'

const [kenya, brazil] = ['kenya', 'brazil'] as [DelegationId, DelegationId]

const facts = {
  ...aPlace,
  proposers: [kenya],
  sponsors: [],
  invited: [],
  penHolders: [],
  meetingStatus: 'open',
} as const
const draft: RecommendationFacts = { ...facts, wasTabled: false, stage: 'preliminary', status: 'draft' }
const listed: RecommendationFacts = { ...facts, wasTabled: true, stage: 'preliminary', status: 'listed' }
const agreed = { ...facts, wasTabled: true, stage: 'consolidated', status: 'agreed-ad-referendum' } as const

const [kenyan, chair] = [anActor('delegate', kenya), anActor('chair')]

test('a proposer may table a draft and invite to it, and may not sponsor their own', () => {
  const { table, invite, sponsor, agree } = may.recommendation(draft, kenyan)
  expect(table).toMatchObject({ ok: true })
  expect(invite).toEqual({ ok: true })
  expect(sponsor).toEqual({ ok: false, refusal: 'not-permitted' })
  expect(agree).toEqual({ ok: false, refusal: 'wrong-status' })
})

test('what is refused because of the status says so, and only to those who otherwise may', () => {
  expect(may.recommendation(listed, kenyan).withdraw).toEqual({ ok: false, refusal: 'wrong-status' })
  expect(may.recommendation(listed, chair).withdraw).toEqual({ ok: false, refusal: 'not-permitted' })
  expect(may.recommendation(agreed, chair).putUnderSilence).toEqual({ ok: false, refusal: 'wrong-status' })
  expect(may.recommendation(agreed, kenyan).putUnderSilence).toEqual({ ok: false, refusal: 'not-permitted' })
  expect(may.recommendation(agreed, kenyan).makeStatement).toEqual({ ok: true })
})

test('a draft is put on no screen', () => {
  expect(may.recommendation(draft, chair).lead).toEqual({ ok: false, refusal: 'wrong-status' })
  expect(may.recommendation(listed, chair).lead).toEqual({ ok: true })
})

test('an amendment is accepted into a text that may still change', () => {
  const amendment = {
    ...facts,
    kind: 'text',
    status: 'tabled',
    parent: undefined,
    wasTabled: true,
    drafters: [kenya],
    recommendation: agreed,
  } as const
  expect(may.amendment(amendment, anActor('rapporteur')).accept).toEqual({
    ok: false,
    refusal: 'text-closed',
  })
  expect(may.amendment(amendment, kenyan).accept).toEqual({ ok: false, refusal: 'not-permitted' })
  expect(may.amendment(amendment, kenyan).withdraw).toMatchObject({ ok: true })
})

const anyone: fc.Arbitrary<Actor> = fc.oneof(
  fc.constantFrom(...roles).map((role) => anActor(role, role === 'delegate' ? brazil : undefined)),
  fc.constantFrom(kenyan, visitor),
)
const anyItem: fc.Arbitrary<RecommendationFacts> = fc.oneof(
  fc.constantFrom(...preliminaryStatuses).map((status) => ({
    ...facts,
    wasTabled: status !== 'draft',
    stage: 'preliminary' as const,
    status,
  })),
  fc.constantFrom(...consolidatedStatuses).map((status) => ({
    ...facts,
    wasTabled: true,
    stage: 'consolidated' as const,
    status,
  })),
)

test('a button is offered exactly where the command would do it', () => {
  fc.assert(
    fc.property(anyone, anyItem, (actor, item) => {
      const open = allowed(may.recommendation(item, actor))
      expect(open.edit).toBe(can(actor, 'recommendation.edit', item))
      expect(open.amend).toBe(can(actor, 'recommendation.amend', item))
      if (item.stage === 'preliminary') {
        expect(open.withdraw).toBe(decidePreliminary(item, 'withdraw', actor).ok)
        expect(open.agree).toBe(false)
      } else if (item.stage === 'consolidated') {
        expect(open.agree).toBe(decideConsolidated(item, 'agree', actor).ok)
        expect(open.table).toBe(false)
      }
    }),
  )
})
