import type { Selectable } from 'kysely'
import type { SilenceTable } from '#db/tables/silences'
import type { DelegationId, MeetingId, ParticipantId, RecommendationId, SilenceId } from '#domain/ids'
import { silenceIs, silenceStatuses, type SilenceStatus } from '#domain/status'
import { capabilitiesOf, type Db, type Tx } from '../client'
import { oneOf } from './stored'

/** A text stands agreed at the deadline unless a delegation objects before it. */
export type Silence = {
  id: SilenceId
  recommendation: RecommendationId
  status: SilenceStatus
  startedBy: ParticipantId
  startedAt: Date
  deadline: Date
  endedAt: Date | undefined
  brokenBy: DelegationId | undefined
  reason: string | undefined
}

export async function insertSilence(
  tx: Tx,
  silence: Pick<Silence, 'id' | 'recommendation' | 'startedBy' | 'startedAt' | 'deadline'>,
): Promise<void> {
  await tx
    .insertInto('silence')
    .values({
      id: silence.id,
      recommendation_id: silence.recommendation,
      status: 'running',
      started_by: silence.startedBy,
      started_at: silence.startedAt.toISOString(),
      deadline: silence.deadline.toISOString(),
      ended_at: null,
      broken_by: null,
      reason: null,
    })
    .execute()
}

/** The silence procedures of a recommendation, the newest first. */
export async function listSilences(db: Db, recommendation: RecommendationId): Promise<Silence[]> {
  const rows = await db
    .selectFrom('silence')
    .selectAll()
    .where('recommendation_id', '=', recommendation)
    .orderBy('started_at', 'desc')
    .execute()
  return rows.map(toSilence)
}

/** The silence procedures of a meeting, the first one first. */
export async function listMeetingSilences(db: Db, meeting: MeetingId): Promise<Silence[]> {
  const rows = await db
    .selectFrom('silence')
    .innerJoin('recommendation', 'recommendation.id', 'silence.recommendation_id')
    .selectAll('silence')
    .where('recommendation.meeting_id', '=', meeting)
    .orderBy('silence.started_at')
    .orderBy('silence.id')
    .execute()
  return rows.map(toSilence)
}

/** The one that runs, locked until the transaction ends: anyone who ends it is the only one who does. */
export async function lockRunningSilence(
  tx: Tx,
  recommendation: RecommendationId,
): Promise<Silence | undefined> {
  const query = tx
    .selectFrom('silence')
    .selectAll()
    .where('recommendation_id', '=', recommendation)
    .where('status', 'in', silenceIs.running.statuses)
  const row = await (capabilitiesOf(tx).concurrentWriters ? query.forUpdate() : query).executeTakeFirst()
  return row && toSilence(row)
}

/** @returns false when it did not run any more. */
export async function endSilence(
  tx: Tx,
  silence: SilenceId,
  end: { status: SilenceStatus; at: Date; brokenBy?: DelegationId; reason?: string },
): Promise<boolean> {
  const result = await tx
    .updateTable('silence')
    .set({
      status: end.status,
      ended_at: end.at.toISOString(),
      broken_by: end.brokenBy ?? null,
      reason: end.reason ?? null,
    })
    .where('id', '=', silence)
    .where('status', 'in', silenceIs.running.statuses)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Recommendations whose silence has lasted until its deadline, and the next deadline after that, if any. */
export async function listDueSilences(
  db: Db,
  at: Date,
): Promise<{ due: RecommendationId[]; next: Date | undefined }> {
  const rows = await db
    .selectFrom('silence')
    .select(['recommendation_id', 'deadline'])
    .where('status', 'in', silenceIs.running.statuses)
    .orderBy('deadline')
    .execute()
  const now = at.toISOString()
  const later = rows.find((row) => row.deadline > now)
  return {
    due: rows.filter((row) => row.deadline <= now).map((row) => row.recommendation_id as RecommendationId),
    next: later && new Date(later.deadline),
  }
}

const toSilence = (row: Selectable<SilenceTable>): Silence => ({
  id: row.id as SilenceId,
  recommendation: row.recommendation_id as RecommendationId,
  status: oneOf(silenceStatuses, row.status),
  startedBy: row.started_by as ParticipantId,
  startedAt: new Date(row.started_at),
  deadline: new Date(row.deadline),
  endedAt: row.ended_at === null ? undefined : new Date(row.ended_at),
  brokenBy: (row.broken_by ?? undefined) as DelegationId | undefined,
  reason: row.reason ?? undefined,
})
