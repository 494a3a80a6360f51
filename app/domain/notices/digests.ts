import { instantIn, localTimeIn } from '#domain/time/deadlines'

/** When notices go out by e-mail: each as it comes, once a day, or never. */
export const deliveries = ['at-once', 'daily', 'none'] as const
export type Delivery = (typeof deliveries)[number]

/** The hours of a day, as a digest is set. */
export const hours = Array.from({ length: 24 }, (_, hour) => hour)

const day = 86_400_000

/**
 * The latest instant, not after `now`, at which a daily digest was or is due. An hour that the change to summer
 * time skips comes an hour later that day; one that comes twice counts once.
 * @param hour of the day in `timeZone`, 0 to 23.
 */
export function lastDigestTime(hour: number, timeZone: string, now: Date): Date {
  for (let back = 0; back <= 2; back += 1) {
    const date = localTimeIn(new Date(now.getTime() - back * day), timeZone).slice(0, 10)
    const at = instantIn(`${date}T${String(hour).padStart(2, '0')}:00`, timeZone)
    if (at && at <= now) return at
  }
  throw new Error(`There is no ${String(hour)} o'clock in ${timeZone}.`)
}

/** The pauses before a mail that could not be sent is tried again, in milliseconds; then it has failed. */
const pauses = [
  10_000,
  30_000,
  60_000,
  300_000,
  900_000,
  3_600_000,
  3_600_000,
  10_800_000,
  21_600_000,
  day,
  day,
]

/**
 * When a mail is tried again.
 * @param attempts how often it was tried.
 * @returns undefined when it is given up.
 */
export function nextAttempt(attempts: number, now: Date): Date | undefined {
  const pause = pauses[attempts - 1]
  return pause === undefined ? undefined : new Date(now.getTime() + pause)
}
