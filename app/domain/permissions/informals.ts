import type { DelegationId, ExpertGroupId, MeetingId } from '#domain/ids'
import { hasRole, isMember } from '#domain/people/participants'
import { informalIs, type InformalAction, type InformalStatus } from '#domain/status'
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

const isAtWork = (item: InformalFacts) => informalIs.atWork(item.status)

export const informalRules: Rules<InformalSubjects> = {
  'informal.start': { who: is('chair'), when: isTabledText },
  // That there are informals, and who is in them, is the room's to know; their text is not.
  'informal.see': (actor, item) => isMember(actor) && seesRecommendation(actor, item.recommendation),
  'informal.work': {
    who: (actor, item) => isAmong(actor, item.members) || hasRole(actor, 'chair'),
    when: isAtWork,
  },
  'informal.leave': { who: (actor, item) => isAmong(actor, item.members), when: isAtWork },
  'informal.bring-back': (actor, item) => isAmong(actor, item.members),
  'informal.dissolve': is('chair'),
}
