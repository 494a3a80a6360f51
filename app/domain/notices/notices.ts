import type { NoticeFacts, RecordedEvent } from '#domain/events/events'
import type { ExpertGroupId, MeetingId } from '#domain/ids'
import { actorIn, isMember, speaksFor, type SignedInActor } from '#domain/people/participants'
import type { NoticeKind } from './kinds'
import { canSeeSubject, type NoticeSubject } from './subject'

/** What a person does not want to be notified of. */
export type Muting = { kinds: readonly NoticeKind[]; meetings: readonly MeetingId[] }

/**
 * Whether a person is notified of an event. No one is notified of what they or their own delegation did, of what
 * they may not see, or of what they muted.
 */
export function isNotified(
  person: SignedInActor,
  event: Pick<RecordedEvent, 'actor' | 'delegation' | 'meeting'> & { group: ExpertGroupId },
  notice: NoticeFacts,
  subject: NoticeSubject,
  muted: Muting = { kinds: [], meetings: [] },
): boolean {
  if (event.actor === person.participant) return false
  const member = actorIn(person, event)
  if (!isMember(member)) return false
  if (event.delegation !== undefined && speaksFor(member, event.delegation)) return false
  if (muted.kinds.includes(notice.kind)) return false
  if (event.meeting !== undefined && muted.meetings.includes(event.meeting)) return false
  return notice.concerns(member, notice, subject) && canSeeSubject(person, subject)
}
