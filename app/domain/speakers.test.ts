import { expect, test } from 'vitest'
import type { DelegationId } from './ids'
import { currentSpeaker, timeLimit, timeUsed, waitingSpeakers, type SpeakerFacts } from './speakers'

const second = (value: number) => new Date(value * 1000)
const speaker = (delegation: string, position: number, more: Partial<SpeakerFacts> = {}): SpeakerFacts => ({
  delegation: delegation as DelegationId,
  kind: 'statement',
  position,
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
  expect(waitingSpeakers(list).map((one) => one.delegation)).toEqual(['c', 'b', 'a'])
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

test('how long one may speak follows the kind of delegation; a reply is short for everybody', () => {
  expect(timeLimit('statement', 'member-state')).toBe(180)
  expect(timeLimit('statement', 'academia')).toBe(120)
  expect(timeLimit('right-of-reply', 'member-state')).toBe(120)
})
