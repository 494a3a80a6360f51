import type { DelegationId } from '#domain/ids'
import { hasRole, speaksFor } from '#domain/people/participants'
import { is, type NoFacts, type Rules } from './rule'

export type BracketRightFacts = {
  /** Who asked for the bracket; empty where the officers put it. */
  requestedBy: DelegationId | ''
  /** Whether it stands in a draft that this actor writes. */
  inOwnDraft: boolean
}

export type BracketSubjects = Record<'bracket.lift', BracketRightFacts> &
  Record<'bracket.put', Pick<BracketRightFacts, 'requestedBy'>> &
  Record<'merge.decide' | 'alternative.take', NoFacts>

const decidesMerges = is('rapporteur', 'secretariat')

export const bracketRules = {
  'merge.decide': decidesMerges,
  /** The Chair, who finds what the room agrees on, and those who put the alternatives side by side. */
  'alternative.take': (actor, item) => hasRole(actor, 'chair') || decidesMerges(actor, item),
  /** Those who asked for it, and the Chair; the officers lift each other's. */
  'bracket.lift': (actor, bracket) =>
    bracket.inOwnDraft ||
    hasRole(actor, 'chair') ||
    (bracket.requestedBy === ''
      ? hasRole(actor, 'rapporteur', 'secretariat')
      : speaksFor(actor, bracket.requestedBy)),
  /** No one asks for one in another's name. */
  'bracket.put': (actor, { requestedBy }) =>
    requestedBy === '' ? hasRole(actor, 'chair', 'rapporteur', 'secretariat') : speaksFor(actor, requestedBy),
} satisfies Rules<BracketSubjects>
