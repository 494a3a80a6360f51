import type { Db } from '#db/client'
import type { MeetingId } from '#domain/ids'
import type { SpeakerKind } from '#domain/meetings/speakers'
import { delegationIn, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { refuse, type Result } from '#server/frame/refusal'
import { onFloor } from './on-floor'
import { putOnList } from './putting-on-list'

/** A delegation asks for the floor; it waits on the list once for each kind. */
export const askForFloor = (
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; kind: SpeakerKind },
): Promise<Result> =>
  onFloor(db, actor, input.meeting, async (floor) => {
    const delegation = delegationIn(floor.by, floor.meeting)
    if (!can(actor, 'floor.ask', floor.meeting) || !delegation) return refuse('not-permitted')
    return putOnList(floor, { delegation, kind: input.kind, by: 'delegation' })
  })
