import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { noticeOf, noticeTypes, type EventType } from '#domain/events/events'
import type { DelegationId } from '#domain/ids'
import { delegationIn, roles, type SignedInActor } from '#domain/people/participants'
import type { RecommendationFacts } from '#domain/permissions/recommendations'
import { anActor, aPlace } from '#tests/people'
import { noticeKinds } from './kinds'
import { isNotified as isNotifiedOf, type Muting } from './notices'
import { canSeeSubject, type NoticeSubject } from './subject'

const [kenya, brazil, japan] = ['kenya', 'brazil', 'japan'] as DelegationId[] as [
  DelegationId,
  DelegationId,
  DelegationId,
]
const { group, meeting } = aPlace
const person = anActor

const text = (status: 'draft' | 'tabled', over: Partial<RecommendationFacts> = {}): RecommendationFacts =>
  ({
    ...aPlace,
    stage: 'preliminary',
    status,
    proposers: [kenya],
    sponsors: [],
    invited: [],
    penHolders: [],
    wasTabled: status === 'tabled',
    meetingStatus: 'open',
    ...over,
  }) as RecommendationFacts

const event = (type: EventType, by: SignedInActor, named?: DelegationId) => ({
  type,
  actor: by.participant,
  delegation: delegationIn(by, aPlace),
  group,
  meeting,
  // What any of the events may name.
  notice: noticeOf({ type, detail: { delegation: named, requestedBy: named ?? '' } as never }),
})

const isNotified = (
  reader: SignedInActor,
  { notice, ...happened }: ReturnType<typeof event>,
  subject: NoticeSubject,
  muted?: Muting,
) => notice !== undefined && isNotifiedOf(reader, happened, notice, subject, muted)

const toText = (recommendation: RecommendationFacts): NoticeSubject => ({
  kind: 'recommendation',
  recommendation,
  stakeholders: [...recommendation.proposers, ...recommendation.sponsors],
})

const toAmendment = (recommendation: RecommendationFacts): NoticeSubject => ({
  kind: 'amendment',
  amendment: {
    ...aPlace,
    kind: 'text',
    parent: undefined,
    status: 'tabled',
    wasTabled: true,
    proposers: [brazil],
    invited: [],
    sponsors: [],
    drafters: [brazil],
    recommendation,
  },
  stakeholders: [...recommendation.proposers, ...recommendation.sponsors],
})

describe('who is told', () => {
  test('an invited delegation is, and nobody else, not even the secretariat', () => {
    const happened = event('recommendation.invited', person('delegate', kenya), brazil)
    const subject = toText(text('draft', { invited: [brazil] }))
    expect(isNotified(person('delegate', brazil), happened, subject)).toBe(true)
    expect(isNotified(person('delegate', japan), happened, subject)).toBe(false)
    expect(isNotified(person('secretariat'), happened, subject)).toBe(false)
  })

  test('an invitation that was taken back meanwhile is told to nobody', () => {
    const happened = event('recommendation.invited', person('delegate', kenya), brazil)
    expect(isNotified(person('delegate', brazil), happened, toText(text('draft')))).toBe(false)
  })

  test('of an amendment: whose text it is, and not those who tabled it', () => {
    const happened = event('amendment.tabled', person('delegate', brazil))
    const subject = toAmendment(text('tabled'))
    expect(isNotified(person('delegate', kenya), happened, subject)).toBe(true)
    expect(isNotified(person('delegate', brazil), happened, subject)).toBe(false)
    expect(isNotified(person('delegate', japan), happened, subject)).toBe(false)
    expect(isNotified(person('rapporteur'), happened, subject)).toBe(true)
  })

  test('of a decision: whose amendment it was', () => {
    const happened = event('amendment.rejected', person('rapporteur'))
    expect(isNotified(person('delegate', brazil), happened, toAmendment(text('tabled')))).toBe(true)
    expect(isNotified(person('delegate', kenya), happened, toAmendment(text('tabled')))).toBe(false)
  })

  test('of a silence procedure: every delegation', () => {
    const paragraph = {
      ...text('tabled'),
      stage: 'consolidated',
      status: 'under-silence',
    } as RecommendationFacts
    const happened = event('paragraph.put-under-silence', person('chair'))
    for (const delegation of [kenya, brazil, japan])
      expect(isNotified(person('delegate', delegation), happened, toText(paragraph))).toBe(true)
    expect(isNotified(person('chair'), happened, toText(paragraph))).toBe(false)
  })

  test('nobody of an event that has no sentence', () => {
    expect(isNotified(person('secretariat'), event('room.shown', person('chair')), { kind: 'list' })).toBe(
      false,
    )
  })
})

const delegations = [kenya, brazil, japan]
const anyone = fc.oneof(
  fc.constantFrom(...delegations).map((delegationId) => person('delegate', delegationId)),
  fc.constantFrom(...roles.filter((role) => role !== 'delegate')).map((role) => person(role)),
)
const anySubject = fc.oneof(
  fc.constantFrom<NoticeSubject>({ kind: 'list' }, { kind: 'call', call: { ...aPlace, status: 'draft' } }),
  fc.constantFrom('draft' as const, 'tabled' as const).chain((status) =>
    fc
      .record({
        proposers: fc.subarray(delegations),
        invited: fc.subarray(delegations),
        sponsors: fc.subarray(delegations),
      })
      .chain((parties) => fc.constantFrom(toText(text(status, parties)), toAmendment(text(status, parties)))),
  ),
)
const anyEvent = fc
  .tuple(
    fc.constantFrom(...noticeTypes),
    anyone,
    fc.option(fc.constantFrom(...delegations), { nil: undefined }),
  )
  .map(([type, by, named]) => event(type, by, named))

test('nobody is ever told of what they may not see, or of what they or their delegation did', () => {
  fc.assert(
    fc.property(anyone, anyEvent, anySubject, (reader, happened, subject) => {
      if (!isNotified(reader, happened, subject)) return
      expect(canSeeSubject(reader, subject)).toBe(true)
      expect(happened.actor).not.toBe(reader.participant)
      if (happened.delegation) expect(happened.delegation).not.toBe(delegationIn(reader, aPlace))
    }),
    { numRuns: 2000 },
  )
})

test('who mutes a kind or a meeting is told of nothing of it, and of everything else as before', () => {
  fc.assert(
    fc.property(
      anyone,
      anyEvent,
      anySubject,
      fc.subarray([...noticeKinds]),
      (reader, happened, subject, kinds) => {
        const told = isNotified(reader, happened, subject)
        const muted = happened.notice !== undefined && kinds.includes(happened.notice.kind)
        expect(isNotified(reader, happened, subject, { kinds, meetings: [] })).toBe(told && !muted)
        expect(isNotified(reader, happened, subject, { kinds: [], meetings: [meeting] })).toBe(false)
      },
    ),
    { numRuns: 1000 },
  )
})
