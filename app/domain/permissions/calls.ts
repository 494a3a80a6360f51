import type { DelegationId, ExpertGroupId, MeetingId } from '#domain/ids'
import { hasRole, speaksFor } from '#domain/people/participants'
import type { CallAction, CallStatus, SubmissionStatus } from '#domain/status'
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
  'call.see': (actor, call) => (call.status === 'draft' ? hasRole(actor, 'secretariat') : true),
  'call.answer': (actor, call) =>
    // A late answer is taken and marked late; only publication ends it.
    (call.status === 'open' || call.status === 'closed') && mayByKind(actor, 'comment', call),
  'submission.see': (actor, submission) =>
    submission.status === 'published' ||
    speaksFor(actor, submission.delegation) ||
    (submission.status === 'submitted' && hasRole(actor, 'secretariat', 'rapporteur')),
  'submission.edit': (actor, submission) =>
    speaksFor(actor, submission.delegation) &&
    mayByKind(actor, 'comment', submission) &&
    submission.status !== 'published' &&
    (submission.callStatus === 'open' || submission.callStatus === 'closed'),
}
