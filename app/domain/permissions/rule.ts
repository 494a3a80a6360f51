import type { DelegationId } from '#domain/ids'
import { hasRole, speaksFor, type LocalActor, type Role } from '#domain/people/participants'

/** Decides for an actor as seen in the place of the subject, so that a rule never asks which group it is in. */
export type Rule<Subject> = (actor: LocalActor, subject: Subject) => boolean

/** What is decided by role alone: a place is enough. */
export type NoFacts = object

/** One rule for each action, with the facts that it is decided upon. */
export type Rules<Subjects> = { [A in keyof Subjects]: Rule<Subjects[A]> }

export const is =
  (...wanted: Role[]): Rule<unknown> =>
  (actor) =>
    hasRole(actor, ...wanted)

export const isAmong = (actor: LocalActor, delegations: readonly DelegationId[]) =>
  delegations.some((delegation) => speaksFor(actor, delegation))

export const isProposer: Rule<{ proposers: readonly DelegationId[] }> = (actor, item) =>
  isAmong(actor, item.proposers)

type Drafters = {
  proposers: readonly DelegationId[]
  invited: readonly DelegationId[]
  sponsors: readonly DelegationId[]
}

export const isDrafting: Rule<Drafters> = (actor, item) =>
  isProposer(actor, item) || isAmong(actor, item.invited) || isAmong(actor, item.sponsors)
