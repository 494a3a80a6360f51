import { recommendationIs } from '#domain/status'
import type { Db } from '#db/client'
import { confirmLineage } from '#db/queries/lineage-confirmations'
import type { MeetingId, RecommendationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { atConsolidationDesk } from './desk'

/** A source was withdrawn after it went into a paragraph; what it brought there stays. */
export function confirmSource(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; source: RecommendationId; reason: string },
): Promise<Result> {
  return atConsolidationDesk<object>(db, actor, input.meeting, async (tx, desk) => {
    const item = desk.items.get(input.source)
    if (!item || !desk.dispositions.has(item.id)) return refuse('not-found')
    if (!recommendationIs.withdrawn(item.status)) return refuse('wrong-status')
    const reason = input.reason.trim()
    await confirmLineage(tx, { recommendation: item.id, reason, by: desk.by.participant, at: desk.at })
    await desk.record({
      type: 'recommendation.source-confirmed',
      subject: item.id,
      meeting: desk.meeting.id,
      ...(reason !== '' && { reason }),
      at: desk.at,
    })
    return { ok: true }
  })
}
