import fc from 'fast-check'
import { expect, test } from 'vitest'
import { localTimeIn } from '#domain/time/deadlines'
import { hours, lastDigestTime, nextAttempt } from './digests'

test('a digest is due at its hour in its time zone', () => {
  const at = (now: string) => lastDigestTime(8, 'Europe/Vienna', new Date(now)).toISOString()
  expect(at('2021-01-12T07:00:00Z')).toBe('2021-01-12T07:00:00.000Z')
  expect(at('2021-01-12T06:59:59Z')).toBe('2021-01-11T07:00:00.000Z')
  expect(at('2021-07-12T06:30:00Z')).toBe('2021-07-12T06:00:00.000Z')
})

test('the night of the change to summer time has a digest too', () => {
  expect(lastDigestTime(2, 'Europe/Vienna', new Date('2021-03-28T12:00:00Z')).toISOString()).toBe(
    '2021-03-28T01:00:00.000Z',
  )
})

test('there is one digest a day, never in the future and never longer ago than a day and an hour', () => {
  const zones = [
    'Europe/Vienna',
    'America/New_York',
    'Asia/Kolkata',
    'Pacific/Kiritimati',
    'Pacific/Pago_Pago',
  ]
  fc.assert(
    fc.property(
      fc.constantFrom(...hours),
      fc.constantFrom(...zones),
      fc.date({ min: new Date('2018-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
      (hour, zone, now) => {
        const at = lastDigestTime(hour, zone, now)
        expect(at.getTime()).toBeLessThanOrEqual(now.getTime())
        expect(now.getTime() - at.getTime()).toBeLessThanOrEqual(25 * 3_600_000)
        // Asked again at that instant, it is the same digest.
        expect(lastDigestTime(hour, zone, at)).toEqual(at)
        expect(localTimeIn(at, zone).slice(14)).toBe('00')
      },
    ),
    { numRuns: 500 },
  )
})

test('a mail is tried again after ever longer pauses, and given up in the end', () => {
  const now = new Date('2021-01-12T07:00:00Z')
  const waits: number[] = []
  for (let attempts = 1; ; attempts += 1) {
    const next = nextAttempt(attempts, now)
    if (!next) break
    waits.push(next.getTime() - now.getTime())
  }
  expect(waits.length).toBeGreaterThan(5)
  expect(waits).toEqual(waits.toSorted((a, b) => a - b))
})
