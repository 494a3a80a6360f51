import type { Occurrence } from '#domain/events/events'
import type { DelegationId } from '#domain/ids'
import type { Recommendation } from '#domain/negotiation/recommendations'
import type { Frame } from '#server/frame/command'
import type { Result } from '#server/frame/refusal'

type OpenEvent =
  | 'recommendation.sponsored'
  | 'recommendation.sponsor-left'
  | 'recommendation.pen-given'
  | 'recommendation.pen-taken-back'

/** Records who writes a draft: only its drafters learn of it. */
export async function recordDrafters(
  { record }: Frame,
  item: Recommendation,
  type: 'recommendation.invited' | 'recommendation.left',
  delegation: DelegationId,
  at: Date,
): Promise<Result> {
  const detail = { delegation, parties: [...item.proposers, ...item.invited] }
  await record({ type, subject: item.id, meeting: item.meeting, detail, at })
  return { ok: true }
}

/** Records who joins a tabled text, or may edit it. */
export async function recordJoining(
  { record }: Frame,
  item: Recommendation,
  what: Occurrence<OpenEvent>,
  at: Date,
): Promise<Result> {
  await record({ ...what, subject: item.id, meeting: item.meeting, at })
  return { ok: true }
}
