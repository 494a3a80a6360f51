import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { insertSuggestion, listDecidedPairs } from '#db/queries/suggestions'
import {
  decideSuggestion,
  type SuggestionOutcome,
  type SuggestionParts,
} from '#domain/consolidation/overlap/suggestions'
import type { MeetingId, SuggestionId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { atConsolidationDesk } from './desk'

/**
 * Keeps what someone at the desk thinks of a suggestion that items belong together: accepted, refused or split. The
 * items themselves stay as they are; merging them is another step.
 */
export function answerSuggestion(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; outcome: SuggestionOutcome; parts: SuggestionParts },
): Promise<Result<{ suggestion: SuggestionId }>> {
  return atConsolidationDesk<{ suggestion: SuggestionId }>(db, actor, input.meeting, async (tx, desk) => {
    const { outcome, parts } = input
    const verdicts = new Map(
      (await listDecidedPairs(tx, desk.meeting.id)).map((pair) => [pair.first + pair.second, pair.verdict]),
    )
    const decision = decideSuggestion(
      outcome,
      parts,
      (item) => desk.items.has(item) && !desk.dispositions.has(item),
      ({ first, second }) => verdicts.get(first + second),
    )
    if (!decision.ok) return decision
    const suggestion = ulid(desk.at.getTime()) as SuggestionId
    const isFirst = await insertSuggestion(
      tx,
      {
        id: suggestion,
        meeting: desk.meeting.id,
        outcome,
        parts,
        decidedBy: desk.by.participant,
        decidedAt: desk.at,
      },
      decision.pairs,
    )
    if (!isFirst) return refuse('suggestion-outdated')
    const about = { subject: suggestion, meeting: desk.meeting.id, at: desk.at }
    switch (outcome) {
      case 'split':
        await desk.record({ ...about, type: 'suggestion.split', detail: { parts } })
        break
      case 'accepted':
        await desk.record({ ...about, type: 'suggestion.accepted', detail: { items: parts.flat() } })
        break
      case 'refused':
        await desk.record({ ...about, type: 'suggestion.refused', detail: { items: parts.flat() } })
        break
      default:
        return outcome satisfies never
    }
    return { ok: true, suggestion }
  })
}
