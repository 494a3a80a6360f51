import type { DelegationId } from '#domain/ids'
import { officerRoles } from '#domain/permissions/appointments'
import type { Role } from './participants'

/** What a form says that a person takes part as: the name of an officer's role, or the id of a delegation. */
export function standingIn(text: string): { role: Role; delegation: DelegationId | undefined } {
  const role = officerRoles.find((officerRole) => officerRole === text)
  if (role) return { role, delegation: undefined }
  // An identifier from outside: the command looks for it among the group's own.
  return { role: 'delegate', delegation: text === '' ? undefined : (text as DelegationId) }
}
