import type { Db } from '#db/client'
import type { MeetingId, RecommendationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { atConsolidationDesk, disposeOf } from './desk'

/** Items do not go into the list; the reason is part of their lineage. */
export function doNotRetain(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; sources: readonly RecommendationId[]; reason: string },
): Promise<Result> {
  return atConsolidationDesk<object>(db, actor, input.meeting, async (tx, desk) => {
    const reason = input.reason.trim()
    if (reason === '') return refuse('reason-required')
    for (const source of input.sources) {
      const item = desk.items.get(source)
      if (!item) return refuse('not-found')
      if (desk.dispositions.has(item.id)) return refuse('already-disposed')
      await disposeOf(tx, desk, { item: item.id, kind: 'not-retained', reason, targets: [] })
    }
    return { ok: true }
  })
}
