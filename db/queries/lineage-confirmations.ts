import type { MeetingId, ParticipantId, RecommendationId, WorkplanId } from '#domain/ids'
import type { Db, Tx } from '../client'

/** Records that the lineage of an item or a paragraph is as it shall be. */
export async function confirmLineage(
  tx: Tx,
  confirmation: { recommendation: RecommendationId; reason: string; by: ParticipantId; at: Date },
): Promise<void> {
  const values = {
    reason: confirmation.reason,
    confirmed_by: confirmation.by,
    confirmed_at: confirmation.at.toISOString(),
  }
  await tx
    .insertInto('lineage_confirmation')
    .values({ recommendation_id: confirmation.recommendation, ...values })
    .onConflict((conflict) => conflict.column('recommendation_id').doUpdateSet(values))
    .execute()
}

export async function deleteLineageConfirmation(tx: Tx, recommendation: RecommendationId): Promise<void> {
  await tx.deleteFrom('lineage_confirmation').where('recommendation_id', '=', recommendation).execute()
}

/** The items and paragraphs of a workplan whose lineage is confirmed. */
export async function listLineageConfirmations(db: Db, workplan: WorkplanId): Promise<Set<RecommendationId>> {
  const rows = await db
    .selectFrom('lineage_confirmation')
    .innerJoin('recommendation', 'recommendation.id', 'lineage_confirmation.recommendation_id')
    .innerJoin('meeting', 'meeting.id', 'recommendation.meeting_id')
    .select('lineage_confirmation.recommendation_id')
    .where('meeting.workplan_id', '=', workplan)
    .execute()
  return new Set(rows.map((row) => row.recommendation_id as RecommendationId))
}

/** The paragraphs of a meeting that an accepted amendment brought: that is where they come from. */
export async function listProposedParagraphs(db: Db, meeting: MeetingId): Promise<Set<RecommendationId>> {
  const rows = await db
    .selectFrom('amendment')
    .innerJoin('recommendation', 'recommendation.id', 'amendment.recommendation_id')
    .select('amendment.recommendation_id')
    .where('recommendation.meeting_id', '=', meeting)
    .where('amendment.kind', '=', 'new-paragraph')
    .where('amendment.status', 'in', ['accepted', 'accepted-in-part'])
    .execute()
  return new Set(rows.map((row) => row.recommendation_id as RecommendationId))
}
