import type { Db } from '#db/client'
import { findRecommendation } from '#db/queries/recommendations'
import type { MeetingId, RecommendationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { isOpenText } from '#domain/permissions/recommendations'
import { refuse, type Result } from '#server/frame/refusal'
import { atConsolidationDesk, hasClosedSources, disposeAgain } from './desk'

/**
 * Counts preliminary items among the sources of a paragraph that is there. Its text is not written into the
 * paragraph: that is edited live. An item that went into another paragraph already is split between them.
 */
export function addSources(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; paragraph: RecommendationId; sources: readonly RecommendationId[] },
): Promise<Result> {
  return atConsolidationDesk<object>(db, actor, input.meeting, async (tx, desk) => {
    const paragraph = await findRecommendation(tx, input.paragraph)
    if (paragraph?.stage !== 'consolidated' || paragraph.meeting !== desk.meeting.id) {
      return refuse('not-found')
    }
    if (await hasClosedSources(tx, [paragraph.id])) return refuse('paragraph-agreed')
    if (!isOpenText(paragraph)) return refuse('wrong-status')
    for (const source of input.sources) {
      const item = desk.items.get(source)
      const before = desk.dispositions.get(source)
      if (!item) return refuse('not-found')
      if (before?.kind === 'not-retained') return refuse('already-disposed')
      if (before?.targets.includes(paragraph.id)) return refuse('nothing-changed')
      await disposeAgain(tx, desk, item, [...(before?.targets ?? []), paragraph.id])
    }
    return { ok: true }
  })
}
