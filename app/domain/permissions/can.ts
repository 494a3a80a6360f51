import { actorIn, type Actor, type Place } from '#domain/people/participants'
import { administrationRules, type AdministrationSubjects } from './administration'
import { amendmentRules, type AmendmentSubjects } from './amendments'
import { bracketRules, type BracketSubjects } from './brackets'
import { callRules, type CallSubjects } from './calls'
import { informalRules, type InformalSubjects } from './informals'
import { listRules, type ListSubjects } from './lists'
import { meetingRules, type MeetingSubjects } from './meetings'
import { recommendationRules, type RecommendationSubjects } from './recommendations'
import { permission, type Permission, type Rules } from './rule'

/** What each action is decided upon: the compiler asks every caller for the right facts. */
export type Subjects = AdministrationSubjects &
  AmendmentSubjects &
  BracketSubjects &
  CallSubjects &
  InformalSubjects &
  ListSubjects &
  MeetingSubjects &
  RecommendationSubjects

export type Action = keyof Subjects

const rules: Rules<Subjects> = {
  ...administrationRules,
  ...amendmentRules,
  ...bracketRules,
  ...callRules,
  ...informalRules,
  ...listRules,
  ...meetingRules,
  ...recommendationRules,
}

/**
 * Whether this actor may do this to that: the one answer for the page, the socket and the button. It is decided by
 * the actor's membership in the group, or at the meeting, to which the subject belongs.
 */
export const can = <A extends Action>(actor: Actor, action: A, subject: Subjects[A] & Place): boolean =>
  permissionFor(actor, action, subject).ok

/** The same, with the reason for a refusal. */
export function permissionFor<A extends Action>(
  actor: Actor,
  action: A,
  subject: Subjects[A] & Place,
): Permission {
  return permission<Subjects[A]>(rules[action], actorIn(actor, subject), subject)
}
