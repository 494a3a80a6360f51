import type { Db } from '#db/client'
import type { MeetingId, RecommendationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { atConsolidationDesk, hasClosedSources, disposeAgain } from './desk'

/** What was decided on some items in one step is undone, for all of them or none; they wait for a disposition again. */
export function reopenDispositions(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; sources: readonly RecommendationId[] },
): Promise<Result> {
  return atConsolidationDesk<object>(db, actor, input.meeting, async (tx, desk) => {
    if (input.sources.length === 0) return refuse('sources-missing')
    for (const source of new Set(input.sources)) {
      const item = desk.items.get(source)
      const before = desk.dispositions.get(source)
      if (!item || !before) return refuse('not-found')
      if (await hasClosedSources(tx, before.targets)) return refuse('paragraph-agreed')
      const reopened = await disposeAgain(tx, desk, item, [])
      if (!reopened.ok) return reopened
    }
    return { ok: true }
  })
}
