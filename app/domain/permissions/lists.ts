import { isSignedIn } from '#domain/people/participants'
import { is, type Rules } from './rule'

export type ListSubjects = Record<
  'list.issue' | 'list.adopt' | 'status.see-past' | 'consolidation.see' | 'consolidation.decide',
  undefined
>

export const listRules: Rules<ListSubjects> = {
  'list.issue': is('rapporteur', 'secretariat'),
  'list.adopt': is('chair'),
  'status.see-past': is('chair', 'rapporteur', 'secretariat'),
  'consolidation.see': isSignedIn,
  'consolidation.decide': is('rapporteur', 'secretariat'),
}
