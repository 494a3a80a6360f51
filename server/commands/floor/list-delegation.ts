import type { Db } from '#db/client'
import type { DelegationId, MeetingId } from '#domain/ids'
import type { SpeakerKind } from '#domain/meetings/speakers'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { meetingIs } from '#domain/status'
import { refuse, type Result } from '#server/frame/refusal'
import { onFloor } from './on-floor'
import { putOnList } from './putting-on-list'

/** Officers put a delegation on the list that asked for the floor in the room. */
export const listDelegationToSpeak = (
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; delegation: DelegationId; kind: SpeakerKind },
): Promise<Result> =>
  onFloor(db, actor, input.meeting, async (floor) => {
    if (!can(actor, 'floor.keep', floor.meeting)) return refuse('not-permitted')
    if (!meetingIs.inSession(floor.meeting.status)) return refuse('wrong-status')
    return putOnList(floor, { delegation: input.delegation, kind: input.kind, by: 'officer' })
  })
