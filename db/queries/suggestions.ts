import type { Selectable } from 'kysely'
import type { SuggestionTable } from '#db/tables/overlap'
import {
  pairVerdicts,
  suggestionOutcomes,
  type DecidedPair,
  type SuggestionOutcome,
  type SuggestionParts,
} from '#domain/consolidation/overlap/suggestions'
import type { MeetingId, ParticipantId, RecommendationId, SuggestionId } from '#domain/ids'
import type { Db, Tx } from '../client'
import { oneOf } from './stored'

/** A suggestion that was answered. */
export type Suggestion = {
  id: SuggestionId
  meeting: MeetingId
  outcome: SuggestionOutcome
  parts: SuggestionParts
  decidedBy: ParticipantId
  decidedAt: Date
  /** Whether the answer was taken back. */
  isReopened: boolean
}

/** What holds for pairs of items at a meeting. */
export async function listDecidedPairs(db: Db, meeting: MeetingId): Promise<DecidedPair[]> {
  const rows = await db
    .selectFrom('suggestion_pair')
    .select(['first_id', 'second_id', 'verdict'])
    .where('meeting_id', '=', meeting)
    .execute()
  return rows.map((row) => ({
    first: row.first_id as RecommendationId,
    second: row.second_id as RecommendationId,
    verdict: oneOf(pairVerdicts, row.verdict),
  }))
}

/**
 * Keeps an answer and what it decides.
 * @returns false if another one decided one of its pairs first; the caller must then undo what was written.
 */
export async function insertSuggestion(
  tx: Tx,
  suggestion: Omit<Suggestion, 'isReopened'>,
  pairs: readonly DecidedPair[],
): Promise<boolean> {
  const { id, meeting, parts } = suggestion
  await tx
    .insertInto('suggestion')
    .values({
      id,
      meeting_id: meeting,
      outcome: suggestion.outcome,
      decided_by: suggestion.decidedBy,
      decided_at: suggestion.decidedAt.toISOString(),
      reopened_by: null,
      reopened_at: null,
    })
    .execute()
  await tx
    .insertInto('suggestion_item')
    .values(
      parts.flatMap((part, number) =>
        part.map((item) => ({ suggestion_id: id, recommendation_id: item, part: number })),
      ),
    )
    .execute()
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('suggestion_pair')
    .values(
      pairs.map(({ first, second, verdict }) => ({
        meeting_id: meeting,
        first_id: first,
        second_id: second,
        verdict,
        suggestion_id: id,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === BigInt(pairs.length)
}

export async function findSuggestion(db: Db, id: SuggestionId): Promise<Suggestion | undefined> {
  const row = await db.selectFrom('suggestion').selectAll().where('id', '=', id).executeTakeFirst()
  return row && (await complete(db, [row]))[0]
}

/** The answers given at a meeting that were not taken back, the newest first. */
export async function listSuggestions(db: Db, meeting: MeetingId): Promise<Suggestion[]> {
  const rows = await db
    .selectFrom('suggestion')
    .selectAll()
    .where('meeting_id', '=', meeting)
    .where('reopened_at', 'is', null)
    .orderBy('id', 'desc')
    .execute()
  return complete(db, rows)
}

/**
 * Takes an answer back: its pairs are undecided again.
 * @returns false if someone else took it back first.
 */
export async function reopenSuggestion(
  tx: Tx,
  id: SuggestionId,
  by: ParticipantId,
  at: Date,
): Promise<boolean> {
  const result = await tx
    .updateTable('suggestion')
    .set({ reopened_by: by, reopened_at: at.toISOString() })
    .where('id', '=', id)
    .where('reopened_at', 'is', null)
    .executeTakeFirstOrThrow()
  await tx.deleteFrom('suggestion_pair').where('suggestion_id', '=', id).execute()
  return result.numUpdatedRows === 1n
}

async function complete(db: Db, rows: readonly Selectable<SuggestionTable>[]): Promise<Suggestion[]> {
  if (rows.length === 0) return []
  const items = await db
    .selectFrom('suggestion_item')
    .innerJoin('suggestion', 'suggestion.id', 'suggestion_item.suggestion_id')
    .select(['suggestion_item.suggestion_id', 'suggestion_item.recommendation_id', 'suggestion_item.part'])
    .where('suggestion.meeting_id', 'in', [...new Set(rows.map((row) => row.meeting_id))])
    .orderBy('suggestion_item.part')
    .orderBy('suggestion_item.recommendation_id')
    .execute()
  const partsOf = new Map<string, RecommendationId[][]>()
  for (const { suggestion_id, recommendation_id, part } of items) {
    const parts = partsOf.get(suggestion_id) ?? []
    partsOf.set(suggestion_id, parts)
    ;(parts[part] ??= []).push(recommendation_id as RecommendationId)
  }
  return rows.map((row) => ({
    id: row.id as SuggestionId,
    meeting: row.meeting_id as MeetingId,
    outcome: oneOf(suggestionOutcomes, row.outcome),
    parts: partsOf.get(row.id) ?? [],
    decidedBy: row.decided_by as ParticipantId,
    decidedAt: new Date(row.decided_at),
    isReopened: row.reopened_at !== null,
  }))
}
