import type { ParticipantId, RecommendationId } from '#domain/ids'
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
export async function listChangedSince(db: Db, participant: ParticipantId): Promise<LastLook[]> {
  const rows = await db
    .selectFrom('last_look')
    .innerJoin('recommendation', 'recommendation.id', 'last_look.recommendation_id')
    .innerJoin('meeting', 'meeting.id', 'recommendation.meeting_id')
    .select(['last_look.recommendation_id', 'last_look.update_id', 'last_look.at'])
    .where('last_look.participant_id', '=', participant)
    .where('meeting.status', 'in', meetingIs.notReported.statuses)
    .where('recommendation.status', 'not in', recommendationIs.gone.statuses)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('document_update')
          .select('document_update.id')
          .whereRef('document_update.document_id', '=', 'recommendation.document_id')
          .whereRef('document_update.id', '>', 'last_look.update_id')
          .where((one) =>
            one.or([
              one('document_update.participant_id', 'is', null),
              one('document_update.participant_id', '!=', participant),
            ]),
          ),
      ),
    )
    .orderBy('last_look.at', 'desc')
    .execute()
  return rows.map((row) => ({
    recommendation: row.recommendation_id as RecommendationId,
    updateId: row.update_id,
    at: new Date(row.at),
  }))
}
