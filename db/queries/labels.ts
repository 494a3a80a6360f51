import { sql } from 'kysely'
import type { MeetingId, RecommendationId } from '#domain/ids'
import { labelsOf } from '#domain/lists/labels'
import { recommendationStatuses } from '#domain/status'
import type { Db } from '../client'
import { oneOf } from './stored'

/** What the items of a meeting are called, by the one rule for it. */
export async function listLabels(db: Db, meeting: MeetingId): Promise<Map<RecommendationId, string>> {
  // Two queries that read no text, however long the list is.
  const [issued, rows] = await Promise.all([
    listIssuedLabels(db, meeting),
    db
      .selectFrom('recommendation')
      .leftJoin('topic', 'topic.id', 'recommendation.topic_id')
      .select(['recommendation.id', 'recommendation.stage', 'recommendation.status'])
      .where('recommendation.meeting_id', '=', meeting)
      .where('recommendation.stage', '=', 'consolidated')
      .orderBy(sql`coalesce(topic.position, 0)`)
      .orderBy('recommendation.position')
      .orderBy('recommendation.id')
      .execute(),
  ])
  const items = rows.map(({ id, stage, status }) => ({
    id: id as RecommendationId,
    stage,
    status: oneOf(recommendationStatuses, status),
  }))
  return labelsOf(items, issued)
}

/** Labels in the meeting's lists. A status of agreed paragraphs labels nothing: it is a view of an instant. */
async function listIssuedLabels(db: Db, meeting: MeetingId): Promise<Map<RecommendationId, string>> {
  const rows = await db
    .selectFrom('list_item')
    .innerJoin('list', 'list.id', 'list_item.list_id')
    .innerJoin('recommendation', 'recommendation.id', 'list_item.recommendation_id')
    .select(['list_item.recommendation_id', 'list_item.label'])
    .where('recommendation.meeting_id', '=', meeting)
    .where('list.kind', 'in', ['preliminary', 'adopted'])
    .orderBy('list.issued_at')
    .execute()
  return new Map(rows.map((row) => [row.recommendation_id as RecommendationId, row.label]))
}
