import type { DelegationId } from '#domain/ids'
import type { SignedInActor } from '#domain/people/participants'
import type { AmendmentFacts } from '#domain/permissions/amendments'
import type { CallFacts, SubmissionFacts } from '#domain/permissions/calls'
import { can } from '#domain/permissions/can'
import type { MeetingFacts } from '#domain/permissions/meetings'
import type { RecommendationFacts } from '#domain/permissions/recommendations'

/**
 * What an event happened to. `stakeholders` are the delegations whose words a text began with: those that proposed
 * or sponsored it or, for a consolidated paragraph, the items that went into it.
 */
export type NoticeSubject =
  | { kind: 'recommendation'; recommendation: RecommendationFacts; stakeholders: readonly DelegationId[] }
  | { kind: 'amendment'; amendment: AmendmentFacts; stakeholders: readonly DelegationId[] }
  | { kind: 'call'; call: CallFacts }
  | { kind: 'submission'; submission: SubmissionFacts }
  | { kind: 'list' }
  | { kind: 'meeting'; meeting: MeetingFacts }

/** Whether a person may see what an event happened to, by the same rules as on every screen. */
export function canSeeSubject(person: SignedInActor, subject: NoticeSubject): boolean {
  switch (subject.kind) {
    case 'recommendation':
      return can(person, 'recommendation.see', subject.recommendation)
    case 'amendment':
      return can(person, 'amendment.see', subject.amendment)
    case 'call':
      return can(person, 'call.see', subject.call)
    case 'submission':
      return can(person, 'submission.see', subject.submission)
    case 'meeting':
      return can(person, 'meeting.see', subject.meeting)
    case 'list':
      return true
    default:
      return subject satisfies never
  }
}
