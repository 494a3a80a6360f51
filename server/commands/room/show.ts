import type { Db } from '#db/client'
import { findRecommendation } from '#db/queries/recommendations'
import type { RecommendationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { recommendationIs } from '#domain/status'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'
import { lead } from './leading'

/** The Chair puts a text on the screen; everybody who follows is taken there. */
export function showInRoom(
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId },
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const item = await findRecommendation(tx, input.recommendation)
    if (!item || !can(actor, 'recommendation.see', item)) return refuse('not-found')
    // What only its drafters may see is on no screen.
    const refusal = recommendationIs.draft(item.status) ? ('wrong-status' as const) : undefined
    return lead(tx, actor, item.meeting, (room) =>
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
