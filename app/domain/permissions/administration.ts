import { hasRole } from '#domain/people/participants'
import { is, type Rules } from './rule'

export type AdministrationSubjects = Record<
  'vocabulary.manage' | 'import.run' | 'workplan.add' | 'audit.see' | 'outbox.see',
  undefined
>

export const administrationRules: Rules<AdministrationSubjects> = {
  'vocabulary.manage': is('secretariat'),
  'workplan.add': (actor) => actor.kind === 'operator',
  'import.run': (actor) => actor.kind === 'operator' || hasRole(actor, 'rapporteur', 'secretariat'),
  'audit.see': is('secretariat'),
  'outbox.see': is('secretariat'),
}
