import { sql } from 'kysely'
import { ulid } from 'ulid'
import { dispositionKinds, type Disposition, type DispositionKind } from '#domain/consolidation/dispositions'
import type {
  DelegationId,
  ListId,
  MeetingId,
  ParticipantId,
  RecommendationId,
  TopicId,
  WorkplanId,
} from '#domain/ids'
import { languages, type Language } from '#domain/languages'
import { recommendationKinds, type RecommendationKind } from '#domain/negotiation/recommendations'
import { preliminaryStatuses, recommendationIs, type PreliminaryStatus } from '#domain/status'
import type { Db, Tx } from '../client'
import { oneOf } from './stored'

/** A preliminary item as the consolidation desk shows it. */
export type PreliminaryItem = {
  id: RecommendationId
  meeting: MeetingId
  topic: TopicId | undefined
  kind: RecommendationKind
  text: string
  language: Language
  list: ListId | undefined
  label: string | undefined
  /** Withdrawn items are here only while a disposition says that they went somewhere. */
  status: PreliminaryStatus
}

/**
 * All preliminary items of a workplan that need a disposition, in the order of their lists, and those that were
 * withdrawn after they were given one: what they brought into a paragraph is still there.
 * @param only of these alone, where not all are wanted.
 */
export async function listPreliminaryItems(
  db: Db,
  workplan: WorkplanId,
  only?: readonly string[],
): Promise<PreliminaryItem[]> {
  const rows = await db
    .selectFrom('recommendation')
    .innerJoin('meeting', 'meeting.id', 'recommendation.meeting_id')
    .leftJoin('topic', 'topic.id', 'recommendation.topic_id')
    .leftJoin('list_item', (join) =>
      join
        .onRef('list_item.recommendation_id', '=', 'recommendation.id')
        .on((eb) =>
          eb.exists(
            eb
              .selectFrom('list')
              .select('list.id')
              .whereRef('list.id', '=', 'list_item.list_id')
              .where('list.kind', '=', 'preliminary'),
          ),
        ),
    )
    .select([
      'recommendation.id',
      'recommendation.meeting_id',
      'recommendation.topic_id',
      'recommendation.kind',
      'recommendation.text',
      'recommendation.language',
      'recommendation.status',
      'list_item.list_id',
      'list_item.label',
    ])
    .where('meeting.workplan_id', '=', workplan)
    .where('recommendation.stage', '=', 'preliminary')
    .$if(only !== undefined, (query) => query.where('recommendation.id', 'in', ['', ...(only ?? [])]))
    .where((eb) =>
      eb.or([
        eb('recommendation.status', 'in', recommendationIs.needsDisposition.statuses),
        eb.exists(
          eb
            .selectFrom('disposition')
            .select('disposition.id')
            .whereRef('disposition.recommendation_id', '=', 'recommendation.id'),
        ),
      ]),
    )
    .orderBy('meeting.position')
    .orderBy(sql`coalesce(topic.position, 0)`)
    .orderBy('recommendation.position')
    .orderBy('recommendation.id')
    .execute()
  return rows.map((row) => ({
    id: row.id as RecommendationId,
    meeting: row.meeting_id as MeetingId,
    topic: (row.topic_id ?? undefined) as TopicId | undefined,
    kind: oneOf(recommendationKinds, row.kind),
    text: row.text,
    language: oneOf(languages, row.language),
    list: (row.list_id ?? undefined) as ListId | undefined,
    label: row.label ?? undefined,
    status: oneOf(preliminaryStatuses, row.status),
  }))
}

/** The delegations that suggested each preliminary item of a workplan, in their order. */
export async function listProposersOfItems(
  db: Db,
  workplan: WorkplanId,
): Promise<Map<RecommendationId, DelegationId[]>> {
  const rows = await db
    .selectFrom('recommendation_sponsor')
    .innerJoin('recommendation', 'recommendation.id', 'recommendation_sponsor.recommendation_id')
    .innerJoin('meeting', 'meeting.id', 'recommendation.meeting_id')
    .select(['recommendation_sponsor.recommendation_id', 'recommendation_sponsor.delegation_id'])
    .where('meeting.workplan_id', '=', workplan)
    .where('recommendation.stage', '=', 'preliminary')
    .orderBy('recommendation_sponsor.position')
    .execute()
  const proposers = new Map<RecommendationId, DelegationId[]>()
  for (const row of rows) {
    const item = row.recommendation_id as RecommendationId
    proposers.set(item, [...(proposers.get(item) ?? []), row.delegation_id as DelegationId])
  }
  return proposers
}

/** Those that must have a disposition before the list is adopted. */
export const needDisposition = (items: readonly PreliminaryItem[]): RecommendationId[] =>
  items.filter((item) => !recommendationIs.withdrawn(item.status)).map((item) => item.id)

/** All dispositions of a workplan's preliminary items. */
export async function listDispositions(db: Db, workplan: WorkplanId): Promise<Disposition[]> {
  const rows = await db
    .selectFrom('disposition')
    .innerJoin('recommendation', 'recommendation.id', 'disposition.recommendation_id')
    .innerJoin('meeting', 'meeting.id', 'recommendation.meeting_id')
    .leftJoin('disposition_target', 'disposition_target.disposition_id', 'disposition.id')
    .select([
      'disposition.recommendation_id as item',
      'disposition.kind',
      'disposition.reason',
      'disposition_target.recommendation_id as target',
    ])
    .where('meeting.workplan_id', '=', workplan)
    .orderBy('disposition.id')
    .orderBy('disposition_target.recommendation_id')
    .execute()
  const dispositions = new Map<string, Disposition>()
  for (const row of rows) {
    const known = dispositions.get(row.item)
    const targets = row.target === null ? [] : [row.target as RecommendationId]
    dispositions.set(row.item, {
      item: row.item as RecommendationId,
      kind: oneOf(dispositionKinds, row.kind),
      reason: row.reason ?? undefined,
      targets: [...(known?.targets ?? []), ...targets],
    })
  }
  return [...dispositions.values()]
}

/** What was decided on each of some items, and by whom. */
export async function listDecisions(
  db: Db,
  items: readonly RecommendationId[],
): Promise<Map<RecommendationId, { kind: DispositionKind; by: ParticipantId }>> {
  const rows = await db
    .selectFrom('disposition')
    .select(['recommendation_id', 'kind', 'decided_by'])
    .where('recommendation_id', 'in', ['', ...items])
    .execute()
  return new Map(
    rows.map((row) => [
      row.recommendation_id as RecommendationId,
      { kind: oneOf(dispositionKinds, row.kind), by: row.decided_by as ParticipantId },
    ]),
  )
}

/** Writes what became of an item in place of what was decided before. */
export async function setDisposition(
  tx: Tx,
  disposition: Disposition & { by: ParticipantId; at: Date },
): Promise<void> {
  await deleteDisposition(tx, disposition.item)
  const id = ulid(disposition.at.getTime())
  await tx
    .insertInto('disposition')
    .values({
      id,
      recommendation_id: disposition.item,
      kind: disposition.kind,
      reason: disposition.reason ?? null,
      decided_by: disposition.by,
      decided_at: disposition.at.toISOString(),
    })
    .execute()
  for (const target of disposition.targets) {
    await tx
      .insertInto('disposition_target')
      .values({ disposition_id: id, recommendation_id: target })
      .execute()
  }
}

/** An item has no disposition any more. */
export async function deleteDisposition(tx: Tx, item: RecommendationId): Promise<void> {
  const own = tx.selectFrom('disposition').select('id').where('recommendation_id', '=', item)
  await tx.deleteFrom('disposition_target').where('disposition_id', 'in', own).execute()
  await tx.deleteFrom('disposition').where('recommendation_id', '=', item).execute()
}

/** The delegations that proposed or sponsored what went into a consolidated paragraph. */
export async function listSourceStakeholders(db: Db, paragraph: RecommendationId): Promise<DelegationId[]> {
  const rows = await db
    .selectFrom('disposition_target')
    .innerJoin('disposition', 'disposition.id', 'disposition_target.disposition_id')
    .innerJoin(
      'recommendation_sponsor',
      'recommendation_sponsor.recommendation_id',
      'disposition.recommendation_id',
    )
    .select('recommendation_sponsor.delegation_id')
    .distinct()
    .where('disposition_target.recommendation_id', '=', paragraph)
    .where('recommendation_sponsor.role', 'in', ['proposer', 'sponsor'])
    .execute()
  return rows.map((row) => row.delegation_id as DelegationId)
}
