import type { Db } from '#db/client'
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
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'

type OneStep = { recommendation: RecommendationId; direction: 'up' | 'down' }

/** The Rapporteur moves an item one place within its topic; drafts, which no one else sees, keep theirs. */
export function orderRecommendation(db: Db, actor: Actor, input: OneStep): Promise<Result> {
  return command(db, actor, async ({ tx, allow, record }) => {
    const item = await findRecommendation(tx, input.recommendation)
    const meeting = item && (await findMeeting(tx, item.meeting))
    if (!item || !meeting || !can(actor, 'recommendation.see', item)) return refuse('not-found')
    allow('meeting.order', meeting)
    if (recommendationIs.final(item.status)) return refuse('wrong-status')
    const inTopic = (await listRecommendations(tx, meeting.id)).filter(
      (recommendation) => recommendation.topic === item.topic && recommendation.stage === item.stage,
    )
    const seen = inTopic.filter((recommendation) => can(actor, 'recommendation.see', recommendation))
    const at = seen.findIndex((recommendation) => recommendation.id === item.id)
    const neighbour = seen[input.direction === 'up' ? at - 1 : at + 1]
    if (!neighbour) return refuse('no-neighbour')
    const order = inTopic.filter((recommendation) => recommendation.id !== item.id)
    const place = order.findIndex((recommendation) => recommendation.id === neighbour.id)
    order.splice(input.direction === 'up' ? place : place + 1, 0, item)
    for (const [position, one] of order.entries()) {
      if (one.position !== position) await setRecommendationPosition(tx, one.id, position)
    }
    await record({
      type: 'recommendation.moved',
      subject: item.id,
      meeting: meeting.id,
      detail: { direction: input.direction, past: neighbour.id },
      at: new Date(),
    })
    return { ok: true }
  })
}
