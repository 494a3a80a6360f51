import type { ExpertGroupId } from '#domain/ids'
import type { Membership } from './participants'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** However much it is used, a session is over after this long. */
export const longestSessionMs = 14 * 24 * hourMs
/** A session that no one uses is over after this long. */
const idleLimitMs = 12 * hourMs
/** The same for those who decide for others: what is left open in a corridor opens more. */
const officerIdleLimitMs = hourMs
/** Uses that are closer together than this are recorded once. */
export const useResolutionMs = minuteMs

type Person = { isAdministrator: boolean; memberships: readonly Membership[] }

export const isOfficer = ({ isAdministrator, memberships }: Person): boolean =>
  isAdministrator || memberships.some(({ role }) => role !== 'delegate')

/** Whether an officer's session may be over although a delegate's would not: only then open meetings matter. */
export const isPastOfficerLimit = (idleMs: number): boolean => idleMs > officerIdleLimitMs

/**
 * Whether a session is over because no one used it.
 * @param openGroups expert groups one of whose meetings is open: their officers sit in it and may listen for long.
 */
export function hasIdledOut(person: Person, idleMs: number, openGroups: ReadonlySet<ExpertGroupId>): boolean {
  if (idleMs > idleLimitMs) return true
  if (!isOfficer(person) || !isPastOfficerLimit(idleMs)) return false
  return !person.memberships.some(({ role, group }) => role !== 'delegate' && openGroups.has(group))
}
