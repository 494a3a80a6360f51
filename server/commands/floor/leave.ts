import type { Db } from '#db/client'
import { updateSpeaker } from '#db/queries/speakers'
import type { MeetingId, SpeakerId } from '#domain/ids'
import { actorIn, speaksFor, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { refuse, type Result } from '#server/frame/refusal'
import { onFloor, recordOnFloor } from './on-floor'

/** The speaker has ended, or somebody who waits does not wish to speak any more. */
export const leaveFloor = (
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; speaker: SpeakerId },
): Promise<Result> =>
  onFloor(db, actor, input.meeting, async (floor) => {
    const speaker = floor.speakers.find((candidate) => candidate.id === input.speaker && !candidate.endedAt)
    if (!speaker) return refuse('not-waiting')
    if (
      !can(actor, 'floor.give', floor.meeting) &&
      !speaksFor(actorIn(actor, floor.meeting), speaker.delegation)
    )
      return refuse('not-permitted')
    await updateSpeaker(floor.tx, speaker.id, { endedAt: floor.at })
    const { id, delegation, kind } = speaker
    return recordOnFloor(floor, { type: 'floor.left', detail: { speaker: id, delegation, kind } })
  })
