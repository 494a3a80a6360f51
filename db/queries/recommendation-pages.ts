import { expressionBuilder, sql, type Expression, type SqlBool } from 'kysely'
import type { DelegationId, MandateId, MeetingId, RecommendationId, TagId, TopicId } from '#domain/ids'
import type { Recommendation } from '#domain/negotiation/recommendations'
import { isMember, type LocalActor } from '#domain/people/participants'
import {
  amendmentIs,
  recommendationIs,
  recommendationStatuses,
  undecidedFilter,
  type RecommendationStatus,
} from '#domain/status'
import { fold } from '#domain/text/folding'
import type { Db } from '../client'
import type { Tables } from '../schema'
import { completeRecommendations, selectRecommendations } from './recommendations'
import { oneOf } from './stored'

/** Part of a long list. */
export type Slice = { limit: number; offset: number }

/** Which items of a meeting are wanted; an empty word asks for all. */
export type ItemFilter = {
  topic: string
  /** A tag or a mandate. */
  tag: string
  /** A status, or `undecidedFilter` for all items that are neither agreed nor listed. */
  status: string
  delegation: string
  search: string
}

const eb = expressionBuilder<Tables, 'recommendation'>()

/** `recommendation.see` as SQL: `recommendation-pages.test.ts` compares the two. */
function isSeenBy(reader: LocalActor): Expression<SqlBool> {
  const isPrivate = eb.or([
    eb('recommendation.status', 'in', recommendationIs.draft.statuses),
    isWithdrawnUnseen(),
  ])
  const delegation = isMember(reader) ? reader.delegation : undefined
  return eb.and([
    eb('recommendation.stage', '!=', 'new-paragraph'),
    eb.or([
      eb('recommendation.status', 'in', recommendationIs.final.statuses),
      ...(isMember(reader) ? [eb.not(isPrivate)] : []),
      ...(delegation ? [hasParty(delegation)] : []),
    ]),
  ])
}

/** Given up before anybody else saw it. */
const isWithdrawnUnseen = () =>
  eb.and([
    eb('recommendation.status', 'in', recommendationIs.withdrawn.statuses),
    eb('recommendation.tabled_at', 'is', null),
  ])

const hasParty = (delegation: string) =>
  eb.exists(
    eb
      .selectFrom('recommendation_sponsor')
      .select('recommendation_sponsor.recommendation_id')
      .whereRef('recommendation_sponsor.recommendation_id', '=', 'recommendation.id')
      .where('recommendation_sponsor.delegation_id', '=', delegation),
  )

const hasTag = (tag: string) =>
  eb.or([
    eb.exists(
      eb
        .selectFrom('recommendation_tag')
        .select('recommendation_tag.recommendation_id')
        .whereRef('recommendation_tag.recommendation_id', '=', 'recommendation.id')
        .where('recommendation_tag.tag_id', '=', tag),
    ),
    eb.exists(
      eb
        .selectFrom('recommendation_mandate')
        .select('recommendation_mandate.recommendation_id')
        .whereRef('recommendation_mandate.recommendation_id', '=', 'recommendation.id')
        .where('recommendation_mandate.mandate_id', '=', tag),
    ),
  ])

/** What was given up before anybody else saw it is shown only to those who ask for it. */
const isShown = ({ status }: Pick<ItemFilter, 'status'>): Expression<SqlBool> =>
  recommendationIs.withdrawn.statuses.some((withdrawn) => withdrawn === status)
    ? sql<boolean>`1 = 1`
    : eb.not(isWithdrawnUnseen())

/** @param labelled items whose label holds the words that are searched. */
function fits(filter: ItemFilter, labelled: readonly RecommendationId[]): Expression<SqlBool> {
  const search = fold(filter.search)
  const statuses: readonly string[] =
    filter.status === undecidedFilter ? recommendationIs.undecided.statuses : [filter.status]
  return eb.and([
    isShown(filter),
    ...(filter.topic ? [eb('recommendation.topic_id', '=', filter.topic)] : []),
    ...(filter.status ? [eb('recommendation.status', 'in', statuses)] : []),
    ...(filter.tag ? [hasTag(filter.tag)] : []),
    ...(filter.delegation ? [hasParty(filter.delegation)] : []),
    ...(search
      ? [
          eb.or([
            sql<boolean>`recommendation.search_text like ${containing(search)} escape '\\'`,
            eb('recommendation.id', 'in', ['', ...labelled]),
          ]),
        ]
      : []),
  ])
}

const containing = (words: string) => `%${words.replace(/[\\%_]/g, '\\$&')}%`

/** The items of a meeting that a reader may see and asks for, in the order of its topics: one page, and how many there are. */
export async function pageOfItems(
  db: Db,
  meeting: MeetingId,
  reader: LocalActor,
  filter: ItemFilter,
  { limit, offset }: Slice,
  labelled: readonly RecommendationId[] = [],
): Promise<{ items: Recommendation[]; found: number }> {
  const [rows, count] = await Promise.all([
    selectRecommendations(db)
      .leftJoin('topic', 'topic.id', 'recommendation.topic_id')
      .where('recommendation.meeting_id', '=', meeting)
      .where(isSeenBy(reader))
      .where(fits(filter, labelled))
      .orderBy(sql`coalesce(topic.position, 0)`)
      .orderBy('recommendation.position')
      .orderBy('recommendation.id')
      .limit(limit)
      .offset(offset)
      .execute(),
    db
      .selectFrom('recommendation')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('recommendation.meeting_id', '=', meeting)
      .where(isSeenBy(reader))
      .where(fits(filter, labelled))
      .executeTakeFirstOrThrow(),
  ])
  return { items: await completeRecommendations(db, rows, new Date()), found: Number(count.count) }
}

/** All items of a meeting that a reader may see, in the order of its topics, without their texts. */
export async function listSeenItems(
  db: Db,
  meeting: MeetingId,
  reader: LocalActor,
): Promise<RecommendationId[]> {
  const rows = await db
    .selectFrom('recommendation')
    .leftJoin('topic', 'topic.id', 'recommendation.topic_id')
    .select('recommendation.id')
    .where('recommendation.meeting_id', '=', meeting)
    .where(isSeenBy(reader))
    .orderBy(sql`coalesce(topic.position, 0)`)
    .orderBy('recommendation.position')
    .orderBy('recommendation.id')
    .execute()
  return rows.map((row) => row.id as RecommendationId)
}

/** How many items of one topic, stage and status a reader may see, and how many brackets are open in them. */
export type ItemCount = {
  topic: TopicId | undefined
  stage: string
  status: RecommendationStatus
  /** Given up before anybody else saw it. */
  isWithdrawnUnseen: boolean
  items: number
  brackets: number
  /** Amendments on the table. */
  amendments: number
}

/** What a reader may see of a meeting, in numbers. */
export async function countItems(db: Db, meeting: MeetingId, reader: LocalActor): Promise<ItemCount[]> {
  const wasTabled = sql<number>`case when recommendation.tabled_at is null then 0 else 1 end`
  const rows = await db
    .selectFrom('recommendation')
    .leftJoin(
      (eb) =>
        eb
          .selectFrom('amendment')
          .innerJoin('recommendation as amended', 'amended.id', 'amendment.recommendation_id')
          .select((expressionBuilder) => [
            'amendment.recommendation_id',
            expressionBuilder.fn.countAll<number>().as('count'),
          ])
          .where('amended.meeting_id', '=', meeting)
          .where('amendment.status', 'in', amendmentIs.tabled.statuses)
          .groupBy('amendment.recommendation_id')
          .as('tabled'),
      (join) => join.onRef('tabled.recommendation_id', '=', 'recommendation.id'),
    )
    .select((eb) => [
      'recommendation.topic_id',
      'recommendation.stage',
      'recommendation.status',
      wasTabled.as('was_tabled'),
      eb.fn.countAll<number>().as('items'),
      eb.fn.sum<number>('recommendation.brackets').as('brackets'),
      eb.fn.sum<number | null>('tabled.count').as('amendments'),
    ])
    .where('recommendation.meeting_id', '=', meeting)
    .where(isSeenBy(reader))
    .groupBy(['recommendation.topic_id', 'recommendation.stage', 'recommendation.status', wasTabled])
    .execute()
  return rows.map((row) => {
    const status = oneOf(recommendationStatuses, row.status)
    return {
      topic: (row.topic_id ?? undefined) as TopicId | undefined,
      stage: row.stage,
      status,
      isWithdrawnUnseen: recommendationIs.withdrawn(status) && Number(row.was_tabled) === 0,
      items: Number(row.items),
      brackets: Number(row.brackets),
      amendments: Number(row.amendments ?? 0),
    }
  })
}

/** The tags, mandates and delegations of what a reader may see, so that no one's draft is betrayed by what it carries. */
export async function listUsedMarks(
  db: Db,
  meeting: MeetingId,
  reader: LocalActor,
  filter: Pick<ItemFilter, 'status'>,
): Promise<{ tags: Set<TagId>; mandates: Set<MandateId>; delegations: Set<DelegationId> }> {
  const seen = db
    .selectFrom('recommendation')
    .select('recommendation.id')
    .where('recommendation.meeting_id', '=', meeting)
    .where(isSeenBy(reader))
    .where(isShown(filter))
  const [tags, mandates, delegations] = await Promise.all([
    db
      .selectFrom('recommendation_tag')
      .select('tag_id')
      .distinct()
      .where('recommendation_id', 'in', seen)
      .execute(),
    db
      .selectFrom('recommendation_mandate')
      .select('mandate_id')
      .distinct()
      .where('recommendation_id', 'in', seen)
      .execute(),
    db
      .selectFrom('recommendation_sponsor')
      .select('delegation_id')
      .distinct()
      .where('recommendation_id', 'in', seen)
      .where('role', 'in', ['proposer', 'sponsor'])
      .execute(),
  ])
  return {
    tags: new Set(tags.map((row) => row.tag_id as TagId)),
    mandates: new Set(mandates.map((row) => row.mandate_id as MandateId)),
    delegations: new Set(delegations.map((row) => row.delegation_id as DelegationId)),
  }
}

/** The first undecided items of each topic that a reader may see. @param limit of each topic. */
export async function listFirstUndecided(
  db: Db,
  meeting: MeetingId,
  reader: LocalActor,
  limit: number,
): Promise<Recommendation[]> {
  const numbered = db
    .selectFrom('recommendation')
    .select((eb) => [
      'recommendation.id',
      eb.fn
        .agg<number>('row_number')
        .over((over) =>
          over
            .partitionBy('recommendation.topic_id')
            .orderBy('recommendation.position')
            .orderBy('recommendation.id'),
        )
        .as('place'),
    ])
    .where('recommendation.meeting_id', '=', meeting)
    .where(isSeenBy(reader))
    .where('recommendation.status', 'in', recommendationIs.undecided.statuses)
    .as('numbered')
  const rows = await selectRecommendations(db)
    .innerJoin(numbered, 'numbered.id', 'recommendation.id')
    .where('numbered.place', '<=', limit)
    .orderBy('recommendation.topic_id')
    .orderBy('recommendation.position')
    .orderBy('recommendation.id')
    .execute()
  return completeRecommendations(db, rows, new Date())
}
