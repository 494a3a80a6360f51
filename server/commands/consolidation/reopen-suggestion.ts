import type { Db } from '#db/client'
import { findSuggestion, reopenSuggestion as reopen } from '#db/queries/suggestions'
import type { MeetingId, SuggestionId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { atConsolidationDesk } from './desk'

/** Takes the answer to a suggestion back: it is suggested again. */
export function reopenSuggestion(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; suggestion: SuggestionId },
): Promise<Result> {
  return atConsolidationDesk<object>(db, actor, input.meeting, async (tx, desk) => {
    const suggestion = await findSuggestion(tx, input.suggestion)
    if (suggestion?.meeting !== desk.meeting.id) return refuse('not-found')
    if (suggestion.isReopened) return refuse('nothing-changed')
    if (!(await reopen(tx, suggestion.id, desk.by.participant, desk.at))) return refuse('changed-meanwhile')
    await desk.record({
      type: 'suggestion.reopened',
      subject: suggestion.id,
      meeting: desk.meeting.id,
      detail: { items: suggestion.parts.flat() },
      at: desk.at,
    })
    return { ok: true }
  })
}
