import type { Selectable } from 'kysely'
import type { InformalTable } from '#db/tables/informals'
import type { AmendmentId, DelegationId, InformalId, ParticipantId, RecommendationId } from '#domain/ids'
import type { Recommendation } from '#domain/negotiation/recommendations'
import type { InformalFacts } from '#domain/permissions/informals'
import { informalStatuses, type InformalStatus } from '#domain/status'
import { capabilitiesOf, type Db, type Tx } from '../client'
import { findRecommendation } from './recommendations'
import { oneOf } from './stored'

export type Informal = InformalFacts & {
  id: InformalId
  recommendation: Recommendation
  /** The amendment whose draft is the group's text. */
  amendment: AmendmentId
  /** Delegations that were in it and left. */
  former: readonly DelegationId[]
  task: string
  startedAt: Date
  endedAt: Date | undefined
  /** Why it was dissolved. */
  reason: string | undefined
}

export async function insertInformal(
  tx: Tx,
  informal: {
    id: InformalId
    recommendation: RecommendationId
    amendment: AmendmentId
    members: readonly DelegationId[]
    task: string
    startedBy: ParticipantId
    at: Date
  },
): Promise<void> {
  const at = informal.at.toISOString()
  await tx
    .insertInto('informal')
    .values({
      id: informal.id,
      recommendation_id: informal.recommendation,
      amendment_id: informal.amendment,
      status: 'at-work',
      task: informal.task,
      started_by: informal.startedBy,
      started_at: at,
      ended_by: null,
      ended_at: null,
      reason: null,
    })
    .execute()
  await tx
    .insertInto('informal_member')
    .values(
      informal.members.map((delegation) => ({
        informal_id: informal.id,
        delegation_id: delegation,
        since: at,
        left_at: null,
      })),
    )
    .execute()
}

/** One change of a group at a time: of the last two, one may leave. */
export async function lockInformal(tx: Tx, id: InformalId): Promise<void> {
  if (capabilitiesOf(tx).concurrentWriters)
    await tx.selectFrom('informal').select('id').where('id', '=', id).forUpdate().execute()
}

export async function findInformal(db: Db, id: string): Promise<Informal | undefined> {
  const row = await db.selectFrom('informal').selectAll().where('id', '=', id).executeTakeFirst()
  return row && (await toInformals(db, [row]))[0]
}

/** The informals whose text this amendment is. */
export async function findInformalOfAmendment(db: Db, amendment: AmendmentId): Promise<Informal | undefined> {
  const row = await db
    .selectFrom('informal')
    .selectAll()
    .where('amendment_id', '=', amendment)
    .executeTakeFirst()
  return row && (await toInformals(db, [row]))[0]
}

/** The informals on one recommendation, the latest first. */
export async function listInformals(db: Db, recommendation: RecommendationId): Promise<Informal[]> {
  const rows = await db
    .selectFrom('informal')
    .selectAll()
    .where('recommendation_id', '=', recommendation)
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return toInformals(db, rows)
}

/** Where the informals are whose texts these amendments are; amendments that are a delegation's own have none. */
export async function listInformalStatuses(
  db: Db,
  amendments: readonly string[],
): Promise<Map<string, InformalStatus>> {
  const rows = await db
    .selectFrom('informal')
    .select(['amendment_id', 'status'])
    .where('amendment_id', 'in', amendments)
    .execute()
  return new Map(rows.map((row) => [row.amendment_id, oneOf(informalStatuses, row.status)]))
}

/** False when someone ended it first. */
export async function endInformal(
  tx: Tx,
  informal: Pick<Informal, 'id' | 'status'>,
  end: { to: InformalStatus; by: ParticipantId; reason?: string; at: Date },
): Promise<boolean> {
  const result = await tx
    .updateTable('informal')
    .set({
      status: end.to,
      ended_by: end.by,
      ended_at: end.at.toISOString(),
      ...(end.reason && { reason: end.reason }),
    })
    .where('id', '=', informal.id)
    .where('status', '=', informal.status)
    .executeTakeFirstOrThrow()
  return result.numUpdatedRows === 1n
}

/** A delegation is in the group no more; that it was stays known. */
export async function leaveInformalGroup(
  tx: Tx,
  informal: InformalId,
  delegation: DelegationId,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('informal_member')
    .set({ left_at: at.toISOString() })
    .where('informal_id', '=', informal)
    .where('delegation_id', '=', delegation)
    .execute()
}

/** All rows are of one recommendation. */
async function toInformals(db: Db, rows: Selectable<InformalTable>[]): Promise<Informal[]> {
  const [first] = rows
  if (!first) return []
  const recommendation = await findRecommendation(db, first.recommendation_id)
  if (!recommendation) throw new Error(`Informal ${first.id} has no recommendation.`)
  const members = await db
    .selectFrom('informal_member')
    .selectAll()
    .where(
      'informal_id',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('since')
    .orderBy('delegation_id')
    .execute()
  return rows.map((row) => {
    const own = members.filter((member) => member.informal_id === row.id)
    const ids = (some: typeof own) => some.map((entry) => entry.delegation_id as DelegationId)
    return {
      id: row.id as InformalId,
      recommendation,
      group: recommendation.group,
      meeting: recommendation.meeting,
      amendment: row.amendment_id as AmendmentId,
      status: oneOf(informalStatuses, row.status),
      members: ids(own.filter((candidate) => candidate.left_at === null)),
      former: ids(own.filter((candidate) => candidate.left_at !== null)),
      task: row.task,
      startedAt: new Date(row.started_at),
      endedAt: row.ended_at === null ? undefined : new Date(row.ended_at),
      reason: row.reason ?? undefined,
    }
  })
}
