import type { Db } from '#db/client'
import { confirmLineage } from '#db/queries/lineage-confirmations'
import { findRecommendation } from '#db/queries/recommendations'
import type { MeetingId, RecommendationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { atConsolidationDesk } from './desk'

/** A paragraph that lost its last source stays all the same; the reason is part of its lineage. */
export function keepWithoutSource(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; paragraph: RecommendationId; reason: string },
): Promise<Result> {
  return atConsolidationDesk<object>(db, actor, input.meeting, async (tx, desk) => {
    const paragraph = await findRecommendation(tx, input.paragraph)
    if (paragraph?.stage !== 'consolidated' || paragraph.meeting !== desk.meeting.id)
      return refuse('not-found')
    const reason = input.reason.trim()
    if (reason === '') return refuse('reason-required')
    const hasSource = [...desk.dispositions.values()].some((disposition) =>
      disposition.targets.includes(paragraph.id),
    )
    if (hasSource) return refuse('nothing-changed')
    await confirmLineage(tx, {
      recommendation: paragraph.id,
      reason,
      by: desk.by.participant,
      at: desk.at,
    })
    await desk.record({
      type: 'paragraph.kept-without-source',
      subject: paragraph.id,
      meeting: desk.meeting.id,
      reason,
      at: desk.at,
    })
    return { ok: true }
  })
}
