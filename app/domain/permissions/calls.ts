import type { DelegationId, ExpertGroupId, MeetingId } from '#domain/ids'
import { hasRole, speaksFor } from '#domain/people/participants'
import { callIs, submissionIs, type CallAction, type CallStatus, type SubmissionStatus } from '#domain/status'
import { mayByKind, type RightsFacts } from './kinds'
import { is, type NoFacts, type Rules } from './rule'

type CallPlace = { group: ExpertGroupId; meeting: MeetingId }

export type CallFacts = CallPlace & RightsFacts & { status: CallStatus }
export type SubmissionFacts = CallPlace &
  RightsFacts & {
    status: SubmissionStatus
    delegation: DelegationId
    callStatus: CallStatus
  }

export type CallSubjects = Record<`call.${CallAction}` | 'call.see' | 'call.answer', CallFacts> &
  Record<'call.create', NoFacts> &
  Record<'submission.see' | 'submission.edit', SubmissionFacts>

export const callRules: Rules<CallSubjects> = {
  'call.create': is('secretariat'),
  'call.open': is('secretariat'),
  'call.close': is('secretariat'),
  'call.publish': is('secretariat'),
  'call.see': (actor, call) => !callIs.draft(call.status) || hasRole(actor, 'secretariat'),
  // A late answer is taken and marked late; only publication ends it.
  'call.answer': {
    who: (actor, call) => mayByKind(actor, 'comment', call),
    when: (call) => callIs.answerable(call.status),
  },
  'submission.see': (actor, submission) =>
    submissionIs.published(submission.status) ||
    speaksFor(actor, submission.delegation) ||
    (submissionIs.submitted(submission.status) && hasRole(actor, 'secretariat', 'rapporteur')),
  'submission.edit': {
    who: (actor, submission) =>
      speaksFor(actor, submission.delegation) && mayByKind(actor, 'comment', submission),
    when: (submission) =>
      !submissionIs.published(submission.status) && callIs.answerable(submission.callStatus),
  },
}
