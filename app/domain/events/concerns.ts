import type { DelegationId } from '#domain/ids'
import { hasRole, isMember, speaksFor, type LocalActor, type Role } from '#domain/people/participants'
import type { Concern } from './rule'

const isAmong = (person: LocalActor, delegations: readonly DelegationId[]) =>
  delegations.some((delegation) => speaksFor(person, delegation))

/** The delegation that the event was done to. */
export const theNamed: Concern = (person, event) =>
  event.named !== undefined && speaksFor(person, event.named)

/** Those whose proposal the text is, or is made of. */
export const stakeholders: Concern = (person, _event, subject) =>
  'stakeholders' in subject && isAmong(person, subject.stakeholders)

/** Those who put their name to the amendment. */
export const itsSponsors: Concern = (person, _event, subject) =>
  subject.kind === 'amendment' &&
  isAmong(person, [...subject.amendment.proposers, ...subject.amendment.sponsors])

export const delegates: Concern = (person) => isMember(person) && person.delegation !== undefined

export const officers =
  (...roles: Role[]): Concern =>
  (person) =>
    hasRole(person, ...roles)

export const anyOf =
  (...concerns: Concern[]): Concern =>
  (person, event, subject) =>
    concerns.some((concern) => concern(person, event, subject))

export const everyParticipant: Concern = () => true
