import type { Selectable } from 'kysely'
import type { PositionTable } from '#db/tables/positions'
import type { DelegationId, ParticipantId, RecommendationId, StatementId } from '#domain/ids'
import { languages, type Language } from '#domain/languages'
import {
  audiences,
  stances,
  statementKinds,
  type Audience,
  type Stance,
  type StatementKind,
} from '#domain/negotiation/positions'
import type { DocumentContent } from '#domain/text/content'
import { contentSchema, parseJson } from '#domain/text/content-schema'
import type { Db, Tx } from '../client'
import { oneOf } from './stored'

/** What a delegation thinks of a text now. */
export type Position = {
  recommendation: RecommendationId
  delegation: DelegationId
  stance: Stance
  audience: Audience
  reason: string
  participant: ParticipantId
  at: Date
}

/** A reservation or an explanation of position, recorded with an agreed text. */
export type Statement = {
  id: StatementId
  recommendation: RecommendationId
  delegation: DelegationId
  kind: StatementKind
  language: Language
  content: DocumentContent
  participant: ParticipantId
  at: Date
}

/** Sets a delegation's position, in the place of the one before. */
export async function savePosition(tx: Tx, position: Position): Promise<void> {
  const values = {
    recommendation_id: position.recommendation,
    delegation_id: position.delegation,
    stance: position.stance,
    audience: position.audience,
    reason: position.reason,
    participant_id: position.participant,
    at: position.at.toISOString(),
  }
  await tx
    .insertInto('position')
    .values(values)
    .onConflict((conflict) => conflict.columns(['recommendation_id', 'delegation_id']).doUpdateSet(values))
    .execute()
}

/** @returns false when there was none. */
export async function deletePosition(
  tx: Tx,
  recommendation: RecommendationId,
  delegation: DelegationId,
): Promise<boolean> {
  const result = await tx
    .deleteFrom('position')
    .where('recommendation_id', '=', recommendation)
    .where('delegation_id', '=', delegation)
    .executeTakeFirst()
  return result.numDeletedRows > 0n
}

/** All positions on a text, private ones included: who may see which is for the caller to decide. */
export async function listPositions(db: Db, recommendation: RecommendationId): Promise<Position[]> {
  const rows = await db
    .selectFrom('position')
    .selectAll()
    .where('recommendation_id', '=', recommendation)
    .orderBy('at')
    .execute()
  return rows.map(toPosition)
}

/** What was told to everybody about several texts; what was told to the Chair alone is not even read. */
export async function listPositionsToldToAll(
  db: Db,
  recommendations: readonly RecommendationId[],
): Promise<Position[]> {
  if (recommendations.length === 0) return []
  const rows = await db
    .selectFrom('position')
    .selectAll()
    .where('recommendation_id', 'in', recommendations)
    .where('audience', '=', 'all')
    .orderBy('at')
    .execute()
  return rows.map(toPosition)
}

export async function insertStatement(tx: Tx, statement: Statement): Promise<void> {
  await tx
    .insertInto('statement')
    .values({
      id: statement.id,
      recommendation_id: statement.recommendation,
      delegation_id: statement.delegation,
      kind: statement.kind,
      language: statement.language,
      content: JSON.stringify(statement.content),
      participant_id: statement.participant,
      at: statement.at.toISOString(),
    })
    .execute()
}

/** What was recorded with a text, the first one first. */
export async function listStatements(
  db: Db,
  recommendations: readonly RecommendationId[],
): Promise<Statement[]> {
  if (recommendations.length === 0) return []
  const rows = await db
    .selectFrom('statement')
    .selectAll()
    .where('recommendation_id', 'in', recommendations)
    .orderBy('at')
    .execute()
  return rows.map((row) => ({
    id: row.id as StatementId,
    recommendation: row.recommendation_id as RecommendationId,
    delegation: row.delegation_id as DelegationId,
    kind: oneOf(statementKinds, row.kind),
    language: oneOf(languages, row.language),
    content: contentSchema.parse(parseJson(row.content)),
    participant: row.participant_id as ParticipantId,
    at: new Date(row.at),
  }))
}

const toPosition = (row: Selectable<PositionTable>): Position => ({
  recommendation: row.recommendation_id as RecommendationId,
  delegation: row.delegation_id as DelegationId,
  stance: oneOf(stances, row.stance),
  audience: oneOf(audiences, row.audience),
  reason: row.reason,
  participant: row.participant_id as ParticipantId,
  at: new Date(row.at),
})
