import { expect, test } from 'vitest'
import { decideConsolidated } from '#domain/decide'
import { deadlineRefusal, isInTime, objectionRefusal } from './silence'
import { anActor, aPlace } from '#tests/people'

const at = (seconds: number) => new Date(seconds * 1_000)

test('the instant of the deadline is too late for an objection, and the one before it is not', () => {
  expect(isInTime(at(60), new Date(at(60).getTime() - 1))).toBe(true)
  expect(isInTime(at(60), at(60))).toBe(false)
})

test('capitals need a minute at least', () => {
  expect(deadlineRefusal(at(59), at(0))).toBe('deadline-too-soon')
  expect(deadlineRefusal(at(60), at(0))).toBeUndefined()
})

test('who objects after the deadline is told that; where there was no silence, that there is none', () => {
  expect(objectionRefusal('concluded')).toBe('silence-over')
  expect([objectionRefusal('broken'), objectionRefusal(undefined)]).toEqual(['wrong-status', 'wrong-status'])
})

test('nothing moves what is adopted, and only who might have moved it learns why', () => {
  const item = {
    stage: 'consolidated' as const,
    status: 'adopted' as const,
    proposers: [],
    sponsors: [],
    invited: [],
    penHolders: [],
    wasTabled: true,
    meetingStatus: 'open' as const,
    ...aPlace,
  }
  const chair = anActor('chair')
  for (const action of ['reopen', 'agree', 'drop', 'put-under-silence'] as const) {
    expect(decideConsolidated(item, action, chair)).toEqual({ ok: false, refusal: 'already-adopted' })
    expect(decideConsolidated(item, action, { kind: 'visitor' })).toEqual({
      ok: false,
      refusal: 'not-permitted',
    })
  }
})
