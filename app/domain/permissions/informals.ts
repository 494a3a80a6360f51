import type { DelegationId, ExpertGroupId, MeetingId } from '#domain/ids'
import { hasRole, isMember } from '#domain/people/participants'
import type { InformalAction, InformalStatus } from '#domain/status'
import { isTabledText, seesRecommendation, type RecommendationFacts } from './recommendations'
import { is, isAmong, type Rules } from './rule'

/** A small group that works on a paragraph apart from the room. */
export type InformalFacts = {
  group: ExpertGroupId
  meeting: MeetingId
  status: InformalStatus
  /** Delegations that are in it and have not left. */
  members: readonly DelegationId[]
  recommendation: RecommendationFacts
}

export type InformalSubjects = Record<'informal.start', RecommendationFacts> &
  Record<`informal.${InformalAction}` | 'informal.see' | 'informal.work' | 'informal.leave', InformalFacts>

export const informalRules: Rules<InformalSubjects> = {
  'informal.start': (actor, item) => hasRole(actor, 'chair') && isTabledText(item),
  // That there are informals, and who is in them, is the room's to know; their text is not.
  'informal.see': (actor, item) => isMember(actor) && seesRecommendation(actor, item.recommendation),
  'informal.work': (actor, item) =>
    item.status === 'at-work' && (isAmong(actor, item.members) || hasRole(actor, 'chair')),
  'informal.leave': (actor, item) => item.status === 'at-work' && isAmong(actor, item.members),
  'informal.bring-back': (actor, item) => isAmong(actor, item.members),
  'informal.dissolve': is('chair'),
}
