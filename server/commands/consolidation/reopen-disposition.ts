import type { Db } from '#db/client'
import type { MeetingId, RecommendationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { atConsolidationDesk, hasClosedSources, disposeAgain } from './desk'

/** What was decided on an item is undone; it waits for a disposition again. */
export function reopenDisposition(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; source: RecommendationId },
): Promise<Result> {
  return atConsolidationDesk<object>(db, actor, input.meeting, async (tx, desk) => {
    const item = desk.items.get(input.source)
    const before = desk.dispositions.get(input.source)
    if (!item || !before) return refuse('not-found')
    if (await hasClosedSources(tx, before.targets)) return refuse('paragraph-agreed')
    return disposeAgain(tx, desk, item, [])
  })
}
