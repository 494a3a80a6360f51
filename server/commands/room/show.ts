import type { Db } from '#db/client'
import type { RecommendationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { recommendationIs } from '#domain/status'
import { command } from '#server/frame/command'
import { type Result } from '#server/frame/refusal'
import { leadRoom } from './lead-room'

/** The Chair puts a text on the screen; everybody who follows is taken there. */
export function showInRoom(
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId },
): Promise<Result> {
  return command(db, actor, async (frame) => {
    const { see } = frame
    const item = await see.recommendation(input.recommendation)
    // What only its drafters may see is on no screen.
    const refusal = recommendationIs.draft(item.status) ? ('wrong-status' as const) : undefined
    return leadRoom(frame, item.meeting, (room) =>
      refusal
        ? { refusal }
        : {
            room: {
              ...room,
              recommendation: item.id,
              view: room.view === 'amendment' ? 'amendments' : room.view,
              amendment: undefined,
              agenda: item.topic ? { kind: 'topic', topic: item.topic } : room.agenda,
            },
            event: { type: 'room.shown', detail: { recommendation: item.id } },
          },
    )
  })
}
