import type { Db } from '#db/client'
import { findAmendment } from '#db/queries/amendments'
import type { AmendmentId, MeetingId } from '#domain/ids'
import type { RoomView } from '#domain/meetings/room'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { amendmentIs } from '#domain/status'
import { command } from '#server/frame/command'
import type { Result } from '#server/frame/refusal'
import { leadRoom } from './lead-room'

/** The Chair chooses what of the text the room sees: the text alone, all that is tabled, or one amendment large. */
export function chooseRoomView(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; view: RoomView; amendment?: AmendmentId | undefined },
): Promise<Result> {
  return command(db, actor, async (frame) => {
    const { tx } = frame
    const amendment =
      input.view === 'amendment' && input.amendment ? await findAmendment(tx, input.amendment) : undefined
    return leadRoom(frame, input.meeting, (room) => {
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
