import { expect, test } from 'vitest'
import type { DelegationId } from '#domain/ids'
import {
  currentSpeaker,
  isSpeakingLimit,
  neighbourOnList,
  refusalToList,
  timeLimit,
  timeToGoOn,
  timeUsed,
  usualLimits,
  waitingSpeakers,
  type SpeakerFacts,
} from './speakers'

const second = (value: number) => new Date(value * 1000)
const speaker = (delegation: string, position: number, more: Partial<SpeakerFacts> = {}): SpeakerFacts => ({
  delegation: delegation as DelegationId,
  kind: 'statement',
  position,
  limit: 180,
  startedAt: undefined,
  endedAt: undefined,
  ...more,
})

test('statements are heard in the order in which they were asked for, replies after them', () => {
  const list = [
    speaker('a', 1, { kind: 'right-of-reply' }),
    speaker('b', 3),
    speaker('c', 2),
    speaker('d', 0, { startedAt: second(0) }),
    speaker('e', 4, { endedAt: second(1) }),
  ]
  expect(waitingSpeakers(list).map((waitingSpeaker) => waitingSpeaker.delegation)).toEqual(['c', 'b', 'a'])
  expect(currentSpeaker(list)?.delegation).toBe('d')
})

test('time is counted for each delegation, that of the one who speaks until now', () => {
  const used = timeUsed(
    [
      speaker('a', 0, { startedAt: second(0), endedAt: second(60) }),
      speaker('a', 1, { startedAt: second(100), endedAt: second(130) }),
      speaker('b', 2, { startedAt: second(200) }),
      speaker('c', 3),
    ],
    second(210),
  )
  expect([...used]).toEqual([
    ['a', 90],
    ['b', 10],
  ])
})

test('how long one may speak follows the kind of delegation, or what the meeting has set', () => {
  expect(timeLimit('statement', 'member-state')).toBe(180)
  expect(timeLimit('statement', 'academia')).toBe(120)
  expect(timeLimit('right-of-reply', 'member-state')).toBe(120)
  const set = { ...usualLimits, academia: 90, 'right-of-reply': 60 }
  expect(timeLimit('statement', 'academia', set)).toBe(90)
  expect(timeLimit('right-of-reply', 'academia', set)).toBe(60)
  expect(timeLimit('statement', 'member-state', set)).toBe(180)
  expect([30, 3_600].every(isSpeakingLimit)).toBe(true)
  expect([0, 29, 45.5, 3_601, Number.NaN, Infinity].some(isSpeakingLimit)).toBe(false)
})

test('a point of order is heard before everybody who waits', () => {
  const list = [
    speaker('a', 1),
    speaker('b', 2, { kind: 'right-of-reply' }),
    speaker('c', 9, { kind: 'point-of-order' }),
  ]
  expect(waitingSpeakers(list).map((waitingSpeaker) => waitingSpeaker.delegation)).toEqual(['c', 'a', 'b'])
})

test('a point of order interrupts: the speaker goes on with what was left, if anything was', () => {
  const speaking = { ...speaker('a', 1), limit: 180, startedAt: second(0) }
  const order = { kind: 'point-of-order' } as const
  expect(timeToGoOn(speaking, order, second(100.4))).toBe(80)
  expect(timeToGoOn(speaking, order, second(180))).toBeUndefined()
  expect(timeToGoOn(speaking, { kind: 'statement' }, second(100))).toBeUndefined()
  // One point of order does not interrupt another.
  expect(timeToGoOn({ ...speaking, kind: 'point-of-order' }, order, second(10))).toBeUndefined()
})

test('a closed list takes no more statements from delegations, and whatever answers to what was said', () => {
  const ask = (
    kind: SpeakerFacts['kind'],
    list: 'open' | 'closed',
    by: 'delegation' | 'officer' = 'delegation',
  ) => refusalToList([speaker('a', 1)], { delegation: 'b' as DelegationId, kind, list, by })
  expect(ask('statement', 'open')).toBeUndefined()
  expect(ask('statement', 'closed')).toBe('list-closed')
  expect(ask('right-of-reply', 'closed')).toBeUndefined()
  expect(ask('point-of-order', 'closed')).toBeUndefined()
  expect(ask('statement', 'closed', 'officer')).toBeUndefined()
  const again = { delegation: 'a' as DelegationId, kind: 'statement', list: 'open', by: 'officer' } as const
  expect(refusalToList([speaker('a', 1)], again)).toBe('nothing-changed')
  expect(refusalToList([speaker('a', 1, { endedAt: second(1) })], again)).toBeUndefined()
})

test('places are changed among those of one kind only', () => {
  const [a, b, reply] = [speaker('a', 1), speaker('b', 2), speaker('c', 3, { kind: 'right-of-reply' })]
  const list = [a, b, reply]
  expect(neighbourOnList(list, b, 'up')).toBe(a)
  expect(neighbourOnList(list, a, 'down')).toBe(b)
  expect(neighbourOnList(list, a, 'up')).toBeUndefined()
  expect(neighbourOnList(list, b, 'down')).toBeUndefined()
  expect(neighbourOnList(list, reply, 'up')).toBeUndefined()
})
