import type { DelegationId, ExpertGroupId, ParticipantId, RecommendationId } from '#domain/ids'
import { meetingIs, recommendationIs } from '#domain/status'
import type { Db, Tx } from '../client'

/** How far a person has read a text. */
export type LastLook = { recommendation: RecommendationId; updateId: number; at: Date }

/** Notes how far a person has read; who has read further already has still read that far. */
export async function saveLastLook(tx: Tx, participant: ParticipantId, look: LastLook): Promise<void> {
  const values = {
    participant_id: participant,
    recommendation_id: look.recommendation,
    update_id: look.updateId,
    at: look.at.toISOString(),
  }
  await tx
    .insertInto('last_look')
    .values(values)
    .onConflict((conflict) =>
      conflict
        .columns(['participant_id', 'recommendation_id'])
        .doUpdateSet({ update_id: look.updateId, at: values.at })
        .where('last_look.update_id', '<=', look.updateId),
    )
    .execute()
}

/**
 * The texts of meetings that have not reported which a person has read and somebody else has written in since, the
 * last read first.
 */
export const changedSinceRead = (
  db: Db,
  participant: ParticipantId,
  { groups, delegations }: { groups: readonly ExpertGroupId[]; delegations: readonly DelegationId[] },
) =>
  db
    .selectFrom('last_look')
    .innerJoin('recommendation', 'recommendation.id', 'last_look.recommendation_id')
    .innerJoin('meeting', 'meeting.id', 'recommendation.meeting_id')
    .innerJoin('workplan', 'workplan.id', 'meeting.workplan_id')
    .select('last_look.recommendation_id as id')
    .where('last_look.participant_id', '=', participant)
    .where('meeting.status', 'in', meetingIs.notReported.statuses)
    .where('workplan.expert_group_id', 'in', ['', ...groups])
    .where('recommendation.status', 'not in', recommendationIs.gone.statuses)
    // Who has left the delegation has read a draft that is no longer theirs to see.
    .where((eb) =>
      eb.or([
        eb('recommendation.status', 'not in', recommendationIs.draft.statuses),
        eb.exists(
          eb
            .selectFrom('recommendation_sponsor')
            .select('recommendation_sponsor.recommendation_id')
            .whereRef('recommendation_sponsor.recommendation_id', '=', 'recommendation.id')
            .where('recommendation_sponsor.delegation_id', 'in', ['', ...delegations]),
        ),
      ]),
    )
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('document_update')
          .select('document_update.id')
          .whereRef('document_update.document_id', '=', 'recommendation.document_id')
          .whereRef('document_update.id', '>', 'last_look.update_id')
          .where((expressionBuilder) =>
            expressionBuilder.or([
              expressionBuilder('document_update.participant_id', 'is', null),
              expressionBuilder('document_update.participant_id', '!=', participant),
            ]),
          ),
      ),
    )
    .orderBy('last_look.at', 'desc')

/** How far a person has read these texts. */
export async function listLastLooks(
  db: Db,
  participant: ParticipantId,
  recommendations: readonly RecommendationId[],
): Promise<LastLook[]> {
  const rows = await db
    .selectFrom('last_look')
    .select(['recommendation_id', 'update_id', 'at'])
    .where('participant_id', '=', participant)
    .where('recommendation_id', 'in', ['', ...recommendations])
    .execute()
  return rows.map((row) => ({
    recommendation: row.recommendation_id as RecommendationId,
    updateId: row.update_id,
    at: new Date(row.at),
  }))
}
