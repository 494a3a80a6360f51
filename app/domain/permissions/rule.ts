import type { DelegationId } from '#domain/ids'
import { hasRole, speaksFor, type Actor, type Role } from '#domain/people/participants'

export type Rule<Subject> = (actor: Actor, subject: Subject) => boolean

/** One rule for each action, with the facts that it is decided upon. */
export type Rules<Subjects> = { [A in keyof Subjects]: Rule<Subjects[A]> }

export const is =
  (...wanted: Role[]): Rule<unknown> =>
  (actor) =>
    hasRole(actor, ...wanted)

export const isAmong = (actor: Actor, delegations: readonly DelegationId[]) =>
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
