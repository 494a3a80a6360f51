import { parseDateTime, toCalendarDateTime, fromDate, toZoned } from '@internationalized/date'

/**
 * The instant of a wall-clock time in a time zone, as a deadline is set. A time that the change to summer time
 * skips means the later one; one that comes twice means the earlier one.
 * @param local `YYYY-MM-DDTHH:mm`.
 * @param timeZone IANA name.
 * @returns undefined where `local` is no such time.
 */
export function instantIn(local: string, timeZone: string): Date | undefined {
  try {
    return toZoned(parseDateTime(local), timeZone, 'compatible').toDate()
  } catch {
    return undefined
  }
}

/** The wall-clock time of an instant in a time zone, `YYYY-MM-DDTHH:mm`. */
export const localTimeIn = (at: Date, timeZone: string): string =>
  toCalendarDateTime(fromDate(at, timeZone)).toString().slice(0, 16)
