import type { Delegation, Membership, Role } from './participants'

export const appointmentRefusals = ['delegation-required', 'no-delegation'] as const
export type AppointmentRefusal = (typeof appointmentRefusals)[number]

/** A delegate speaks for a delegation of the group; Chair, Rapporteur and secretariat speak for none. */
export function appointmentRefusal(
  role: Role,
  delegation: Delegation | undefined,
): AppointmentRefusal | undefined {
  if (role === 'delegate') return delegation ? undefined : 'delegation-required'
  return delegation ? 'no-delegation' : undefined
}

/** Whether no one would run the group if this membership ended or changed its role. */
export function isLastSecretary(
  membership: Pick<Membership, 'id' | 'role' | 'meeting'>,
  inGroup: readonly Pick<Membership, 'id' | 'role' | 'meeting'>[],
): boolean {
  const runs = (entry: Pick<Membership, 'role' | 'meeting'>) =>
    entry.role === 'secretariat' && entry.meeting === undefined
  return runs(membership) && !inGroup.some((candidate) => candidate.id !== membership.id && runs(candidate))
}
