import type { DelegationId } from '#domain/ids'
import { hasRole, isSignedIn, speaksFor } from '#domain/people/participants'
import type { CallAction, CallStatus, SubmissionStatus } from '#domain/status'
import { is, type Rules } from './rule'

export type CallFacts = { status: CallStatus }
export type SubmissionFacts = { status: SubmissionStatus; delegation: DelegationId; callStatus: CallStatus }

export type CallSubjects = Record<`call.${CallAction}` | 'call.see' | 'call.answer', CallFacts> &
  Record<'call.create', undefined> &
  Record<'submission.see' | 'submission.edit', SubmissionFacts>

export const callRules: Rules<CallSubjects> = {
  'call.create': is('secretariat'),
  'call.open': is('secretariat'),
  'call.close': is('secretariat'),
  'call.publish': is('secretariat'),
  'call.see': (actor, call) => (call.status === 'draft' ? hasRole(actor, 'secretariat') : true),
  'call.answer': (actor, call) =>
    // A late answer is taken and marked late; only publication ends it.
    (call.status === 'open' || call.status === 'closed') &&
    isSignedIn(actor) &&
    actor.delegation !== undefined,
  'submission.see': (actor, submission) =>
    submission.status === 'published' ||
    speaksFor(actor, submission.delegation) ||
    (submission.status === 'submitted' && hasRole(actor, 'secretariat', 'rapporteur')),
  'submission.edit': (actor, submission) =>
    speaksFor(actor, submission.delegation) &&
    submission.status !== 'published' &&
    (submission.callStatus === 'open' || submission.callStatus === 'closed'),
}
