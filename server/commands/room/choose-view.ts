import type { Db } from '#db/client'
import { findAmendment } from '#db/queries/amendments'
import type { AmendmentId, MeetingId } from '#domain/ids'
import type { RoomView } from '#domain/meetings/room'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { amendmentIs } from '#domain/status'
import type { Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'
import { lead } from './leading'

/** The Chair chooses what of the text the room sees: the text alone, all that is tabled, or one amendment large. */
export function chooseRoomView(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; view: RoomView; amendment?: AmendmentId | undefined },
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const amendment =
      input.view === 'amendment' && input.amendment ? await findAmendment(tx, input.amendment) : undefined
    return lead(tx, actor, input.meeting, (room) => {
      if (!room.recommendation) return { refusal: 'nothing-shown' }
      if (input.view === 'amendment') {
        const isHere =
          amendment?.recommendation.id === room.recommendation && can(actor, 'amendment.see', amendment)
        if (!isHere) return { refusal: 'not-found' }
        // A draft is its drafters' own, also where one of them leads the room.
        if (!amendmentIs.tabled(amendment.status)) return { refusal: 'wrong-status' }
      }
      return {
        room: { ...room, view: input.view, amendment: amendment?.id },
        event: {
          type: 'room.view-chosen',
          detail: { view: input.view, ...(amendment && { amendment: amendment.id }) },
        },
      }
    })
  })
}
