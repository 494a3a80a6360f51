import type { Db } from '#db/client'
import type { MeetingId, RecommendationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { atTheDesk, redecide } from './desk'

/** What was decided on an item is undone; it waits for a disposition again. */
export function reopenDisposition(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; source: RecommendationId },
): Promise<Result> {
  return atTheDesk<object>(db, actor, input.meeting, async (tx, desk) => {
    const item = desk.items.get(input.source)
    if (!item || !desk.dispositions.has(item.id)) return refuse('not-found')
    return redecide(tx, desk, item, [])
  })
}
