import type { Actor } from '#domain/people/participants'
import type { AmendmentFacts } from '#domain/permissions/amendments'
import type { CallFacts } from '#domain/permissions/calls'
import { can } from '#domain/permissions/can'
import type { InformalFacts } from '#domain/permissions/informals'
import type { MeetingFacts } from '#domain/permissions/meetings'
import type { RecommendationFacts } from '#domain/permissions/recommendations'
import {
  amendmentMoves,
  callMoves,
  consolidatedMoves,
  informalMoves,
  meetingMoves,
  preliminaryMoves,
  recommendationIs,
  type AmendmentAction,
  type CallAction,
  type ConsolidatedAction,
  type ConsolidatedStatus,
  type Decision,
  type InformalAction,
  type MeetingAction,
  type Moves,
  type PreliminaryAction,
  type PreliminaryStatus,
} from './status'

function move<Status extends string, Action extends string>(
  moves: Moves<Status, Action>,
  from: Status,
  action: Action,
  permitted: boolean,
): Decision<Status> {
  // Permission first: anyone who may not act does not learn the status from the refusal.
  if (!permitted) return { ok: false, refusal: 'not-permitted' }
  const to = moves[from][action]
  return to ? { ok: true, from, to } : { ok: false, refusal: 'wrong-status' }
}

/** Decides a transition of a meeting. */
export const decideMeeting = (item: MeetingFacts, action: MeetingAction, actor: Actor) =>
  move(meetingMoves, item.status, action, can(actor, `meeting.${action}`, item))

/** Decides a transition of a preliminary recommendation. */
export const decidePreliminary = (
  item: RecommendationFacts & { stage: 'preliminary'; status: PreliminaryStatus },
  action: PreliminaryAction,
  actor: Actor,
) => move(preliminaryMoves, item.status, action, can(actor, `recommendation.${action}`, item))

/** Decides a transition of a consolidated recommendation. What is adopted stays so: its list was issued. */
export function decideConsolidated(
  item: RecommendationFacts & { stage: 'consolidated'; status: ConsolidatedStatus },
  action: ConsolidatedAction,
  actor: Actor,
): Decision<ConsolidatedStatus> {
  const decision = move(consolidatedMoves, item.status, action, can(actor, `paragraph.${action}`, item))
  const isLate = !decision.ok && decision.refusal === 'wrong-status' && recommendationIs.adopted(item.status)
  return isLate ? { ok: false, refusal: 'already-adopted' } : decision
}

/** Decides a transition of an amendment. */
export const decideAmendment = (item: AmendmentFacts, action: AmendmentAction, actor: Actor) =>
  move(amendmentMoves, item.status, action, can(actor, `amendment.${action}`, item))

/** Decides a transition of informals. */
export const decideInformal = (item: InformalFacts, action: InformalAction, actor: Actor) =>
  move(informalMoves, item.status, action, can(actor, `informal.${action}`, item))

/** Decides a transition of a call for comments. */
export const decideCall = (item: CallFacts, action: CallAction, actor: Actor) =>
  move(callMoves, item.status, action, can(actor, `call.${action}`, item))
