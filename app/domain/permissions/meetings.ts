import type { ExpertGroupId, MeetingId } from '#domain/ids'
import { isMember } from '#domain/people/participants'
import { meetingIs, type MeetingAction, type MeetingStatus } from '#domain/status'
import { mayByKind, type RightsFacts } from './kinds'
import { is, type NoFacts, type Rules } from './rule'

export type MeetingFacts = RightsFacts & { group: ExpertGroupId; meeting: MeetingId; status: MeetingStatus }

export type MeetingSubjects = Record<
  `meeting.${MeetingAction}` | 'meeting.see' | 'meeting.draft' | 'meeting.order' | 'floor.ask',
  MeetingFacts
> &
  Record<'floor.give' | 'floor.keep' | 'room.see' | 'room.lead' | 'rights.set', NoFacts>

export const meetingRules: Rules<MeetingSubjects> = {
  'meeting.see': () => true,
  'meeting.open': is('chair', 'secretariat'),
  'meeting.close': is('chair', 'secretariat'),
  'meeting.report': is('rapporteur', 'secretariat'),
  'meeting.postpone': is('chair', 'secretariat'),
  'meeting.draft': {
    who: (actor, meeting) => mayByKind(actor, 'draft', meeting),
    when: (meeting) => !meetingIs.reported(meeting.status),
  },
  'meeting.order': is('rapporteur', 'secretariat'),
  'floor.ask': {
    who: (actor, meeting) => mayByKind(actor, 'speak', meeting),
    when: (meeting) => meetingIs.inSession(meeting.status),
  },
  'floor.give': is('chair', 'secretariat'),
  'floor.keep': is('chair', 'secretariat'),
  /** The list of speakers and the screen on the wall. */
  'room.see': isMember,
  'room.lead': is('chair', 'secretariat'),
  'rights.set': is('secretariat'),
}
