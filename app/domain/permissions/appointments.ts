import type { Actor, Place, Role } from '#domain/people/participants'
import { can } from './can'
import { canInstallation } from './installation'

/** Roles that an administrator may give in any group: enough for the group to run itself. */
export const officerRoles = ['secretariat', 'chair', 'rapporteur'] as const satisfies readonly Role[]

/**
 * Whether an actor may give a role in a group, or take it away: the group's secretariat any, administrators those of
 * its officers.
 */
export const mayAppoint = (actor: Actor, group: Place['group'], role: Role): boolean =>
  can(actor, 'people.manage', { group }) ||
  (officerRoles.some((officerRole) => officerRole === role) && canInstallation(actor, 'officers.appoint'))
