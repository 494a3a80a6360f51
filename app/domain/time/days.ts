import { parseDate } from '@internationalized/date'

/** Whether these are two days of the calendar, `YYYY-MM-DD`, in their order. */
export function areDays(from: string, to: string): boolean {
  try {
    return parseDate(from).compare(parseDate(to)) <= 0
  } catch {
    return false
  }
}
