import { hasRole } from '#domain/people/participants'
import { is, type NoFacts, type Rules } from './rule'

export type AdministrationSubjects = Record<
  'vocabulary.manage' | 'import.run' | 'audit.see' | 'outbox.see',
  NoFacts
>

export const administrationRules: Rules<AdministrationSubjects> = {
  'vocabulary.manage': is('secretariat'),
  'import.run': (actor) => actor.kind === 'operator' || hasRole(actor, 'rapporteur', 'secretariat'),
  'audit.see': is('secretariat'),
  'outbox.see': is('secretariat'),
}
