import type { Db } from '#db/client'
import type { MeetingId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import type { Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'
import { lead } from './leading'

/** The Chair takes the text off the screen. */
export function clearRoom(db: Db, actor: Actor, input: { meeting: MeetingId }): Promise<Result> {
  return inTransaction(db, (tx) =>
    lead(tx, actor, input.meeting, (room) =>
      room.recommendation
        ? {
            room: { ...room, recommendation: undefined, amendment: undefined, view: 'amendments' },
            event: { type: 'room.cleared' },
          }
        : { refusal: 'nothing-changed' },
    ),
  )
}
