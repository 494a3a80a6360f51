import type { Actor } from '#domain/people/participants'

/** What concerns no expert group, or comes before there is one. */
export const installationActions = ['group.create', 'officers.appoint', 'administrator.appoint'] as const
export type InstallationAction = (typeof installationActions)[number]

const isAdministrator = (actor: Actor) =>
  actor.kind === 'operator' || (actor.kind === 'participant' && actor.isAdministrator)

const rules: Record<InstallationAction, (actor: Actor) => boolean> = {
  'group.create': isAdministrator,
  'officers.appoint': isAdministrator,
  'administrator.appoint': isAdministrator,
}

/** Whether this actor may do this in the installation, of which there is one. */
export const canInstallation = (actor: Actor, action: InstallationAction): boolean => rules[action](actor)
