import { expect, test } from 'vitest'
import type { DelegationId, ExpertGroupId, RecommendationId } from '#domain/ids'
import { delegationIn, visitor, type SignedInActor } from '#domain/people/participants'
import { anActor, aPlace } from '#tests/people'
import { mayLearnOf, noticeOf, statusesAfter, type RecordedEvent } from './events'

const [kenya, brazil, japan] = ['kenya', 'brazil', 'japan'] as [DelegationId, DelegationId, DelegationId]

const [chair, secretary] = [anActor('chair'), anActor('secretariat')]
const [kenyan, brazilian, japanese] = [kenya, brazil, japan].map((delegationId) =>
  anActor('delegate', delegationId),
) as [SignedInActor, SignedInActor, SignedInActor]
const elsewhere = anActor('chair', undefined, 'another group' as ExpertGroupId)

const happened = <Type extends RecordedEvent['type']>(
  type: Type,
  by: SignedInActor,
  detail: Extract<RecordedEvent, { type: Type }>['detail'],
) => ({ ...aPlace, type, actor: by.participant, delegation: delegationIn(by, aPlace), detail })

test('what happens in a group is not told to the officers of another one', () => {
  const told = happened('position.told-to-chair', kenyan, { stance: 'cannot-accept' })
  expect(mayLearnOf(elsewhere, told)).toBe(false)
  expect(mayLearnOf(elsewhere, happened('recommendation.taken-up', chair, {}))).toBe(false)
  expect(mayLearnOf(elsewhere, happened('meeting.opened', chair, {}))).toBe(true)
})

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
  const ended = { ...happened('session.revoked', kenyan, {}), group: undefined, meeting: undefined }
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
