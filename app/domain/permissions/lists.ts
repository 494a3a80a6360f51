import { isMember } from '#domain/people/participants'
import { is, type NoFacts, type Rules } from './rule'

export type ListSubjects = Record<
  | 'list.issue'
  | 'list.adopt'
  | 'list.correct'
  | 'list.record-commission'
  | 'status.see-past'
  | 'consolidation.see'
  | 'consolidation.decide',
  NoFacts
>

export const listRules: Rules<ListSubjects> = {
  'list.issue': is('rapporteur', 'secretariat'),
  'list.adopt': is('chair'),
  'list.correct': is('chair', 'secretariat'),
  'list.record-commission': is('chair', 'secretariat'),
  'status.see-past': is('chair', 'rapporteur', 'secretariat'),
  'consolidation.see': isMember,
  'consolidation.decide': is('rapporteur', 'secretariat'),
}
