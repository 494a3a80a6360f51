import { expect, test } from 'vitest'
import type { DelegationId, ParticipantId, RecommendationId } from '#domain/ids'
import { visitor, type SignedInActor } from '#domain/people/participants'
import { mayLearnOf, noticeOf, statusesAfter, type RecordedEvent } from './events'

const [kenya, brazil, japan] = ['kenya', 'brazil', 'japan'] as [DelegationId, DelegationId, DelegationId]

const person = (role: SignedInActor['role'], delegation?: DelegationId): SignedInActor => ({
  kind: 'participant',
  participant: `${role} ${delegation ?? ''}` as ParticipantId,
  name: role,
  role,
  delegation,
})
const [chair, secretary] = [person('chair'), person('secretariat')]
const [kenyan, brazilian, japanese] = [kenya, brazil, japan].map((one) => person('delegate', one)) as [
  SignedInActor,
  SignedInActor,
  SignedInActor,
]

const happened = <Type extends RecordedEvent['type']>(
  type: Type,
  by: SignedInActor,
  detail: Extract<RecordedEvent, { type: Type }>['detail'],
) => ({ type, actor: by.participant, delegation: by.delegation, detail })

test('a draft is its drafters’ and the invited delegation’s to know of, whatever else its detail names', () => {
  const invited = happened('recommendation.invited', kenyan, { delegation: brazil, parties: [kenya] })
  const readers = [kenyan, brazilian, japanese, chair, secretary, visitor]
  expect(readers.map((reader) => mayLearnOf(reader, invited))).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ])
})

test('a delegation that is only named in what an amendment says learns nothing of its draft', () => {
  const dropped = happened('amendment.draft-withdrawn', kenyan, {
    recommendation: 'japan' as RecommendationId,
    parties: [kenya, brazil],
  })
  expect(mayLearnOf(japanese, dropped)).toBe(false)
  expect(mayLearnOf(brazilian, dropped)).toBe(true)
})

test('a position that was told to the Chair is the Chair’s and the delegation’s', () => {
  const told = happened('position.told-to-chair', kenyan, { stance: 'cannot-accept' })
  expect([chair, kenyan, secretary, brazilian].map((reader) => mayLearnOf(reader, told))).toEqual([
    true,
    true,
    false,
    false,
  ])
})

test('nobody but the person learns that a session ended', () => {
  const ended = happened('session.revoked', kenyan, {})
  expect([kenyan, secretary, visitor].map((reader) => mayLearnOf(reader, ended))).toEqual([
    true,
    false,
    false,
  ])
})

test('the public learns of lists and meetings, not of what is on the table', () => {
  expect(mayLearnOf(visitor, happened('meeting.opened', chair, {}))).toBe(true)
  expect(mayLearnOf(visitor, happened('recommendation.tabled', kenyan, { version: 1, hash: '' }))).toBe(false)
})

test('an event says which statuses it leaves, and what its notice names', () => {
  expect(statusesAfter('paragraph.silence-broken')).toEqual({
    consolidated: 'under-discussion',
    silence: 'broken',
  })
  expect(statusesAfter('position.taken')).toEqual({})
  const given = happened('recommendation.pen-given', chair, { delegation: kenya })
  expect(noticeOf(given)).toMatchObject({ kind: 'pen', named: kenya })
  expect(noticeOf(happened('room.cleared', chair, {}))).toBeUndefined()
})
