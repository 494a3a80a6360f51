import type { Db } from '#db/client'
import type { MeetingId, RecommendationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { atConsolidationDesk, hasClosedSources, disposeAgain } from './desk'

/** An item does not go into this paragraph after all; without another one it has no disposition any more. */
export function removeSource(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; paragraph: RecommendationId; source: RecommendationId },
): Promise<Result> {
  return atConsolidationDesk<object>(db, actor, input.meeting, async (tx, desk) => {
    const item = desk.items.get(input.source)
    const before = desk.dispositions.get(input.source)
    if (!item || !before?.targets.includes(input.paragraph)) return refuse('not-found')
    if (await hasClosedSources(tx, [input.paragraph])) return refuse('paragraph-agreed')
    const targets = before.targets.filter((target) => target !== input.paragraph)
    return disposeAgain(tx, desk, item, targets)
  })
}
