import { hasRole } from '#domain/people/participants'
import { is, type NoFacts, type Rule, type Rules } from './rule'

export type AdministrationSubjects = Record<
  | 'vocabulary.manage'
  | 'import.run'
  | 'audit.see'
  | 'outbox.see'
  | 'group.change'
  | 'workplan.manage'
  | 'delegations.manage'
  | 'people.manage',
  NoFacts
>

/** The secretariat sets its group up; so does the command line on the server. */
const secretariat: Rule<NoFacts> = (actor) => actor.kind === 'operator' || hasRole(actor, 'secretariat')

export const administrationRules: Rules<AdministrationSubjects> = {
  'vocabulary.manage': is('secretariat'),
  'import.run': (actor) => actor.kind === 'operator' || hasRole(actor, 'rapporteur', 'secretariat'),
  'audit.see': is('secretariat'),
  'outbox.see': is('secretariat'),
  'group.change': secretariat,
  'workplan.manage': secretariat,
  'delegations.manage': secretariat,
  'people.manage': secretariat,
}
