import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { insertSpeaker, updateSpeaker } from '#db/queries/speakers'
import type { MeetingId, SpeakerId } from '#domain/ids'
import { currentSpeaker, timeToGoOn, waitingSpeakers } from '#domain/meetings/speakers'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { refuse, type Result } from '#server/frame/refusal'
import { onFloor, recordOnFloor } from './on-floor'

/**
 * The Chair gives the floor to somebody who waits. The speaker before has ended, except where a point of order
 * interrupts: then they are the next on the list, with the time that was left.
 */
export const giveFloor = (
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; speaker: SpeakerId },
): Promise<Result> =>
  onFloor(db, actor, input.meeting, async (floor) => {
    const { tx, speakers, at } = floor
    if (!can(actor, 'floor.give', floor.meeting)) return refuse('not-permitted')
    const next = waitingSpeakers(speakers).find((waitingSpeaker) => waitingSpeaker.id === input.speaker)
    if (!next) return refuse('not-waiting')
    const speaking = currentSpeaker(speakers)
    let interrupted: Pick<typeof next, 'id' | 'delegation' | 'limit'> | undefined
    if (speaking) {
      await updateSpeaker(tx, speaking.id, { endedAt: at })
      const left = timeToGoOn(speaking, next, at)
      if (left !== undefined) {
        const first = Math.min(0, ...speakers.map((speaker) => speaker.position)) - 1
        interrupted = { id: ulid() as SpeakerId, delegation: speaking.delegation, limit: left }
        const again = { position: first, startedAt: undefined, endedAt: undefined }
        await insertSpeaker(tx, { ...speaking, ...interrupted, ...again })
      }
    }
    await updateSpeaker(tx, next.id, { startedAt: at })
    return recordOnFloor(floor, {
      type: 'floor.given',
      detail: {
        speaker: next.id,
        delegation: next.delegation,
        kind: next.kind,
        ...(interrupted && {
          interrupted: {
            speaker: interrupted.id,
            delegation: interrupted.delegation,
            limitSeconds: interrupted.limit,
          },
        }),
      },
    })
  })
