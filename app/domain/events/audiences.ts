import type { DelegationId } from '#domain/ids'
import {
  hasRole,
  isMember,
  isSignedIn,
  speaksFor,
  type LocalActor,
  type Role,
} from '#domain/people/participants'
import type { Audience, Happening } from './rule'

/** Everyone, signed in or not. */
export const everyone: Audience<unknown> = () => true

/** Everyone who takes part in the group, or in the meeting. */
export const participants: Audience<unknown> = isMember

export const holdersOf =
  (...roles: Role[]): Audience<unknown> =>
  (reader) =>
    hasRole(reader, ...roles)

const isOwn = (reader: LocalActor, event: Happening<unknown>) =>
  event.delegation !== undefined && speaksFor(reader, event.delegation)

/** The delegation that acted. */
export const ownDelegation: Audience<unknown> = isOwn

/** The delegation that acted, and the holders of some roles. */
export const ownDelegationAnd =
  (...roles: Role[]): Audience<unknown> =>
  (reader, event) =>
    isOwn(reader, event) || hasRole(reader, ...roles)

/** The delegations that write a draft, and the one that joins or leaves them. */
export const drafters: Audience<{
  parties: readonly DelegationId[]
  delegation?: DelegationId | undefined
}> = (reader, event) =>
  isOwn(reader, event) ||
  [...event.detail.parties, event.detail.delegation].some(
    (party) => party !== undefined && speaksFor(reader, party),
  )

/** Only the person who did it. */
export const onlyThePerson: Audience<unknown> = (_reader, event, person) =>
  isSignedIn(person) && person.participant === event.actor
