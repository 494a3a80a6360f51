import type { Db } from '#db/client'
import type { MeetingId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import type { Result } from '#server/frame/refusal'
import { command } from '#server/frame/command'
import { leadRoom } from './lead-room'

/** The Chair takes the text off the screen. */
export function clearRoom(db: Db, actor: Actor, input: { meeting: MeetingId }): Promise<Result> {
  return command(db, actor, (frame) =>
    leadRoom(frame, input.meeting, (room) =>
      room.recommendation
        ? {
            room: { ...room, recommendation: undefined, amendment: undefined, view: 'amendments' },
            event: { type: 'room.cleared' },
          }
        : { refusal: 'nothing-changed' },
    ),
  )
}
