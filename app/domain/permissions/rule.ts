import type { DelegationId } from '#domain/ids'
import { hasRole, isMember, speaksFor, type LocalActor, type Role } from '#domain/people/participants'
import type { StatusRefusal } from '#domain/status'

/** Decides for an actor as seen in the place of the subject, so that a rule never asks which group it is in. */
export type Rule<Subject> = (actor: LocalActor, subject: Subject) => boolean

/** What is decided by role alone: a place is enough. */
export type NoFacts = object

/** One rule for each action, with the facts that it is decided upon. */
export type Rules<Subjects> = { [A in keyof Subjects]: Rule<Subjects[A]> | StatefulRule<Subjects[A]> }

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

/** An action that is decided by who acts and by how things are; `otherwise` says what is in its way. */
export type StatefulRule<Subject> = {
  who: Rule<Subject>
  when: (subject: Subject) => boolean
  otherwise?: StatusRefusal
}

/** Whether an act is open to an actor now; where it is not, why. */
export type Permission = { ok: true } | { ok: false; refusal: StatusRefusal }

/** Checks who acts first, so that a refusal does not reveal how things are. */
export function permission<Subject>(
  rule: Rule<Subject> | StatefulRule<Subject>,
  actor: LocalActor,
  subject: Subject,
): Permission {
  const { who, when, otherwise } =
    typeof rule === 'function' ? { who: rule, when: undefined, otherwise: undefined } : rule
  if (!who(actor, subject)) return { ok: false, refusal: 'not-permitted' }
  if (when && !when(subject)) return { ok: false, refusal: otherwise ?? 'wrong-status' }
  return { ok: true }
}

/** Everyone who speaks for a delegation. */
export const isDelegate: Rule<unknown> = (actor) => isMember(actor) && actor.delegation !== undefined
