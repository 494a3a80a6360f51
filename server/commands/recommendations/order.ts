import type { Db } from '#db/client'
import { recordEvent } from '#db/queries/events'
import { findMeeting } from '#db/queries/meetings'
import {
  findRecommendation,
  listRecommendations,
  setRecommendationPosition,
} from '#db/queries/recommendations'
import type { RecommendationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { recommendationIs } from '#domain/status'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'

type Input = { recommendation: RecommendationId; direction: 'up' | 'down' }

/** The Rapporteur moves an item one place within its topic; drafts, which no one else sees, keep theirs. */
export function orderRecommendation(db: Db, actor: Actor, input: Input): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const item = await findRecommendation(tx, input.recommendation)
    const meeting = item && (await findMeeting(tx, item.meeting))
    if (!item || !meeting || !can(actor, 'recommendation.see', item)) return refuse('not-found')
    if (!can(actor, 'meeting.order', meeting)) return refuse('not-permitted')
    if (recommendationIs.final(item.status)) return refuse('wrong-status')
    const inTopic = (await listRecommendations(tx, meeting.id)).filter(
      (one) => one.topic === item.topic && one.stage === item.stage,
    )
    const seen = inTopic.filter((one) => can(actor, 'recommendation.see', one))
    const at = seen.findIndex((one) => one.id === item.id)
    const neighbour = seen[input.direction === 'up' ? at - 1 : at + 1]
    if (!neighbour) return refuse('no-neighbour')
    const order = inTopic.filter((one) => one.id !== item.id)
    const place = order.findIndex((one) => one.id === neighbour.id)
    order.splice(input.direction === 'up' ? place : place + 1, 0, item)
    for (const [position, one] of order.entries()) {
      if (one.position !== position) await setRecommendationPosition(tx, one.id, position)
    }
    await recordEvent(tx, {
      type: 'recommendation.moved',
      subject: item.id,
      meeting: meeting.id,
      actor,
      detail: { direction: input.direction, past: neighbour.id },
      at: new Date(),
    })
    return { ok: true }
  })
}
