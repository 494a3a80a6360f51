import type { Db } from '#db/client'
import { updateSpeaker } from '#db/queries/speakers'
import type { MeetingId, SpeakerId } from '#domain/ids'
import { neighbourOnList, waitingSpeakers } from '#domain/meetings/speakers'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { refuse, type Result } from '#server/frame/refusal'
import { onFloor, recordOnFloor } from './on-floor'

/** The Chair lets somebody speak before the one who is in front of them, or after the one behind. */
export const moveOnFloor = (
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; speaker: SpeakerId; direction: 'up' | 'down' },
): Promise<Result> =>
  onFloor(db, actor, input.meeting, async (floor) => {
    const { tx, speakers } = floor
    if (!can(actor, 'floor.keep', floor.meeting)) return refuse('not-permitted')
    const one = waitingSpeakers(speakers).find((speaker) => speaker.id === input.speaker)
    if (!one) return refuse('not-waiting')
    const other = neighbourOnList(speakers, one, input.direction)
    if (!other) return refuse('end-of-list')
    await updateSpeaker(tx, one.id, { position: other.position })
    await updateSpeaker(tx, other.id, { position: one.position })
    return recordOnFloor(floor, {
      type: 'floor.reordered',
      detail: {
        speaker: one.id,
        delegation: one.delegation,
        kind: one.kind,
        direction: input.direction,
        past: other.id,
      },
    })
  })
