import { sql, type Selectable } from 'kysely'
import type { RecommendationTable } from '#db/tables/recommendations'
import type {
  DelegationId,
  DocumentId,
  ExpertGroupId,
  MeetingId,
  ParticipantId,
  RecommendationId,
  TopicId,
} from '#domain/ids'
import { languages } from '#domain/languages'
import {
  recommendationKinds,
  type NewRecommendation,
  type Recommendation,
} from '#domain/negotiation/recommendations'
import {
  consolidatedStatuses,
  meetingStatuses,
  preliminaryStatuses,
  recommendationIs,
  recommendationStatuses,
} from '#domain/status'
import { countBrackets, plainText, type DocumentContent } from '#domain/text/content'
import { fold } from '#domain/text/folding'
import type { Db, Tx } from '../client'
import { oneOf, rightsIn } from './stored'

export type SponsorRole = 'proposer' | 'sponsor' | 'invited'

const stages = ['preliminary', 'consolidated', 'new-paragraph'] as const

export type RecommendationRow = Selectable<RecommendationTable> & {
  meeting_status: string
  meeting_rights: string | null
  expert_group_id: string
}
type Sponsor = { recommendation_id: string; delegation_id: string; role: string }

/** Recommendations with the facts of their meeting that permissions are decided upon. */
export const selectRecommendations = (db: Db) =>
  db
    .selectFrom('recommendation')
    .innerJoin('meeting', 'meeting.id', 'recommendation.meeting_id')
    .innerJoin('workplan', 'workplan.id', 'meeting.workplan_id')
    .selectAll('recommendation')
    .select([
      'meeting.status as meeting_status',
      'meeting.rights as meeting_rights',
      'workplan.expert_group_id',
    ])

export async function findRecommendation(
  db: Db,
  id: string,
  at = new Date(),
): Promise<Recommendation | undefined> {
  const rows = await selectRecommendations(db).where('recommendation.id', '=', id).execute()
  return (await completeRecommendations(db, rows, at))[0]
}

/** The recommendation whose working text, or whose former draft, this document is. */
export async function findRecommendationByDocument(
  db: Db,
  document: string,
  at = new Date(),
): Promise<Recommendation | undefined> {
  const rows = await selectRecommendations(db)
    .where((eb) =>
      eb.or([
        eb('recommendation.document_id', '=', document),
        eb('recommendation.draft_document_id', '=', document),
      ]),
    )
    .execute()
  return (await completeRecommendations(db, rows, at))[0]
}

/** All recommendations of a meeting in the order of its topics; who may see which is for the caller to decide. */
export async function listRecommendations(
  db: Db,
  meeting: MeetingId,
  at = new Date(),
): Promise<Recommendation[]> {
  const rows = await selectRecommendations(db)
    .leftJoin('topic', 'topic.id', 'recommendation.topic_id')
    .where('recommendation.meeting_id', '=', meeting)
    .orderBy(sql`coalesce(topic.position, 0)`)
    .orderBy('recommendation.position')
    .orderBy('recommendation.id')
    .execute()
  return completeRecommendations(db, rows, at)
}

/** The preliminary items of a meeting that are on the table, in the order of its topics, without their texts. */
export async function listOpenPreliminary(
  db: Db,
  meeting: MeetingId,
): Promise<{ id: RecommendationId; topic: TopicId | undefined }[]> {
  const rows = await db
    .selectFrom('recommendation')
    .leftJoin('topic', 'topic.id', 'recommendation.topic_id')
    .select(['recommendation.id', 'recommendation.topic_id'])
    .where('recommendation.meeting_id', '=', meeting)
    .where('recommendation.stage', '=', 'preliminary')
    .where('recommendation.status', 'in', recommendationIs.onTable.statuses)
    .orderBy(sql`coalesce(topic.position, 0)`)
    .orderBy('recommendation.position')
    .orderBy('recommendation.id')
    .execute()
  return rows.map((row) => ({
    id: row.id as RecommendationId,
    topic: (row.topic_id ?? undefined) as TopicId | undefined,
  }))
}

/** Several recommendations at once, in no particular order. */
export async function listRecommendationsById(db: Db, ids: readonly string[]): Promise<Recommendation[]> {
  if (ids.length === 0) return []
  return completeRecommendations(
    db,
    await selectRecommendations(db).where('recommendation.id', 'in', ids).execute(),
    new Date(),
  )
}

/** Adds sponsors and holders of the pen with one query each, however many rows there are. */
export async function completeRecommendations(
  db: Db,
  rows: RecommendationRow[],
  at: Date,
): Promise<Recommendation[]> {
  if (rows.length === 0) return []
  const meetings = [...new Set(rows.map((row) => row.meeting_id))]
  const ids =
    rows.length <= rowsAtOnce
      ? rows.map((row) => row.id)
      : db.selectFrom('recommendation').select('id').where('meeting_id', 'in', meetings)
  const [sponsors, pens] = await Promise.all([
    db
      .selectFrom('recommendation_sponsor')
      .select(['recommendation_id', 'delegation_id', 'role'])
      .where('recommendation_id', 'in', ids)
      .orderBy('position')
      .execute(),
    db
      .selectFrom('pen')
      .select(['recommendation_id', 'delegation_id', 'until'])
      .where('recommendation_id', 'in', ids)
      .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', at.toISOString())]))
      .execute(),
  ])
  const sponsorsOf = groupByRecommendation(sponsors)
  const pensOf = groupByRecommendation(pens)
  return rows.map((row) => toRecommendation(row, sponsorsOf.get(row.id) ?? [], pensOf.get(row.id) ?? []))
}

function groupByRecommendation<Of extends { recommendation_id: string }>(
  rows: readonly Of[],
): Map<string, Of[]> {
  const groups = new Map<string, Of[]>()
  for (const row of rows) {
    const group = groups.get(row.recommendation_id)
    if (group) group.push(row)
    else groups.set(row.recommendation_id, [row])
  }
  return groups
}

export async function insertRecommendation(tx: Tx, item: NewRecommendation): Promise<void> {
  await insertRecommendations(tx, [item])
}

/** As many rows as both engines take in one statement, whatever the table's width. */
export const rowsAtOnce = 500

/** Adds many recommendations with their proposers. */
export async function insertRecommendations(tx: Tx, items: readonly NewRecommendation[]): Promise<void> {
  for (let start = 0; start < items.length; start += rowsAtOnce) {
    const some = items.slice(start, start + rowsAtOnce)
    await tx
      .insertInto('recommendation')
      .values(
        some.map((item) => ({
          id: item.id,
          meeting_id: item.meeting,
          topic_id: item.topic ?? null,
          stage: item.stage,
          kind: item.kind,
          status: item.status,
          position: item.position,
          language: item.language,
          text: item.text,
          search_text: fold(item.text),
          brackets: item.brackets ?? 0,
          document_id: item.document,
          created_by: item.createdBy ?? null,
          created_at: item.createdAt.toISOString(),
          updated_at: item.createdAt.toISOString(),
          tabled_at: item.tabledAt?.toISOString() ?? null,
          source: item.source ?? null,
        })),
      )
      .execute()
    const proposers = some.flatMap((item) =>
      item.proposers.map((delegation, position) => ({
        recommendation_id: item.id,
        delegation_id: delegation,
        role: 'proposer',
        position,
        since: item.createdAt.toISOString(),
      })),
    )
    if (proposers.length > 0) await tx.insertInto('recommendation_sponsor').values(proposers).execute()
  }
}

/** The position after the last item of a topic. */
export async function nextPosition(db: Db, meeting: MeetingId, topic: TopicId | undefined): Promise<number> {
  const row = await db
    .selectFrom('recommendation')
    .select((eb) => eb.fn.max('position').as('last'))
    .where('meeting_id', '=', meeting)
    .where('topic_id', topic ? '=' : 'is', topic ?? null)
    .executeTakeFirst()
  return Number(row?.last ?? -1) + 1
}

/** Joins a delegation, or changes what it is to the recommendation. */
export async function insertSponsor(
  tx: Tx,
  recommendation: RecommendationId,
  sponsor: { delegation: DelegationId; role: SponsorRole; position: number; at: Date },
): Promise<void> {
  await tx
    .insertInto('recommendation_sponsor')
    .values({
      recommendation_id: recommendation,
      delegation_id: sponsor.delegation,
      role: sponsor.role,
      position: sponsor.position,
      since: sponsor.at.toISOString(),
    })
    .onConflict((conflict) =>
      conflict.columns(['recommendation_id', 'delegation_id']).doUpdateSet({ role: sponsor.role }),
    )
    .execute()
}

/** Ends a delegation's part in a recommendation. */
export async function leaveRecommendation(
  tx: Tx,
  recommendation: RecommendationId,
  delegation: DelegationId,
): Promise<void> {
  await tx
    .deleteFrom('recommendation_sponsor')
    .where('recommendation_id', '=', recommendation)
    .where('delegation_id', '=', delegation)
    .execute()
}

/**
 * False when someone moved it first. SQLite has no `for update`; this holds on both engines.
 * @param tabled the document that it is from now on when it leaves its drafters; the present one stays its draft.
 */
export async function moveRecommendation(
  tx: Tx,
  item: Pick<Recommendation, 'id' | 'status' | 'document'>,
  to: Recommendation['status'],
  at: Date,
  tabled?: { document: DocumentId },
): Promise<boolean> {
  const result = await tx
    .updateTable('recommendation')
    .set({
      status: to,
      updated_at: at.toISOString(),
      ...(tabled && {
        tabled_at: at.toISOString(),
        document_id: tabled.document,
        draft_document_id: item.document,
      }),
    })
    .where('id', '=', item.id)
    .where('status', '=', item.status)
    .executeTakeFirstOrThrow()
  return result.numUpdatedRows === 1n
}

/**
 * A new paragraph that was accepted stands among the consolidated ones from now on.
 * @returns false where it did so already.
 */
export async function placeNewParagraph(
  tx: Tx,
  id: RecommendationId,
  place: { topic: TopicId | undefined; position: number },
  at: Date,
): Promise<boolean> {
  const result = await tx
    .updateTable('recommendation')
    .set({
      stage: 'consolidated',
      status: 'proposed',
      topic_id: place.topic ?? null,
      position: place.position,
      tabled_at: at.toISOString(),
      updated_at: at.toISOString(),
    })
    .where('id', '=', id)
    .where('stage', '=', 'new-paragraph')
    .executeTakeFirstOrThrow()
  return result.numUpdatedRows === 1n
}

function shownInLists(content: DocumentContent) {
  const text = plainText(content)
  return { text, search_text: fold(text), brackets: countBrackets(content) }
}

/** Keeps the text that lists show and searches find in step with the working text. */
export async function setRecommendationText(
  db: Db,
  id: RecommendationId,
  content: DocumentContent,
  at: Date,
): Promise<void> {
  await db
    .updateTable('recommendation')
    .set({ ...shownInLists(content), updated_at: at.toISOString() })
    .where('id', '=', id)
    .execute()
}

/**
 * Brings the text that lists show up to the working text.
 * @returns whose text it is; undefined where nothing changed, or where it is no recommendation's.
 */
export async function setTextOfDocument(
  db: Db,
  document: DocumentId,
  content: DocumentContent,
  at: Date,
): Promise<{ id: RecommendationId; meeting: MeetingId; isPrivate: boolean } | undefined> {
  const shown = shownInLists(content)
  const [row] = await db
    .updateTable('recommendation')
    .set({ ...shown, updated_at: at.toISOString() })
    .where('document_id', '=', document)
    .where((eb) => eb.or([eb('text', '!=', shown.text), eb('brackets', '!=', shown.brackets)]))
    .returning(['id', 'meeting_id', 'status', 'tabled_at'])
    .execute()
  if (!row) return undefined
  const status = oneOf(recommendationStatuses, row.status)
  return {
    id: row.id as RecommendationId,
    meeting: row.meeting_id as MeetingId,
    // What was withdrawn as a draft stays with those who wrote it.
    isPrivate:
      recommendationIs.draft(status) || (recommendationIs.withdrawn(status) && row.tabled_at === null),
  }
}

export async function setRecommendationPosition(
  tx: Tx,
  id: RecommendationId,
  position: number,
): Promise<void> {
  await tx.updateTable('recommendation').set({ position }).where('id', '=', id).execute()
}

export async function givePen(
  tx: Tx,
  pen: {
    recommendation: RecommendationId
    delegation: DelegationId
    by: ParticipantId
    at: Date
    until?: Date
  },
): Promise<void> {
  const values = {
    recommendation_id: pen.recommendation,
    delegation_id: pen.delegation,
    given_by: pen.by,
    given_at: pen.at.toISOString(),
    until: pen.until?.toISOString() ?? null,
  }
  await tx
    .insertInto('pen')
    .values(values)
    .onConflict((conflict) => conflict.columns(['recommendation_id', 'delegation_id']).doUpdateSet(values))
    .execute()
}

export async function takeBackPen(
  tx: Tx,
  recommendation: RecommendationId,
  delegation: DelegationId,
): Promise<void> {
  await tx
    .deleteFrom('pen')
    .where('recommendation_id', '=', recommendation)
    .where('delegation_id', '=', delegation)
    .execute()
}

function statusOf({ stage, status }: Pick<RecommendationRow, 'stage' | 'status'>) {
  switch (oneOf(stages, stage)) {
    case 'consolidated':
      return { stage: 'consolidated' as const, status: oneOf(consolidatedStatuses, status) }
    case 'preliminary':
      return { stage: 'preliminary' as const, status: oneOf(preliminaryStatuses, status) }
    case 'new-paragraph':
      return { stage: 'new-paragraph' as const, status: 'draft' as const }
  }
}

function toRecommendation(
  row: RecommendationRow,
  sponsors: Sponsor[],
  pens: { delegation_id: string; until: string | null }[],
): Recommendation {
  const inRole = (role: SponsorRole) =>
    sponsors
      .filter((sponsor) => sponsor.role === role)
      .map((sponsor) => sponsor.delegation_id as DelegationId)
  const status = statusOf(row)
  return {
    ...status,
    id: row.id as RecommendationId,
    group: row.expert_group_id as ExpertGroupId,
    meeting: row.meeting_id as MeetingId,
    meetingStatus: oneOf(meetingStatuses, row.meeting_status),
    rights: rightsIn(row.meeting_rights),
    topic: (row.topic_id ?? undefined) as TopicId | undefined,
    kind: oneOf(recommendationKinds, row.kind),
    position: row.position,
    language: oneOf(languages, row.language),
    text: row.text,
    brackets: row.brackets,
    document: row.document_id as DocumentId,
    draftDocument: (row.draft_document_id ?? undefined) as DocumentId | undefined,
    proposers: inRole('proposer'),
    sponsors: inRole('sponsor'),
    invited: inRole('invited'),
    penHolders: pens.map((pen) => pen.delegation_id as DelegationId),
    penUntil: Object.fromEntries(
      pens.flatMap(({ delegation_id, until }) => (until ? [[delegation_id, new Date(until)]] : [])),
    ),
    wasTabled: row.tabled_at !== null,
    createdBy: (row.created_by ?? undefined) as ParticipantId | undefined,
    createdAt: new Date(row.created_at),
    tabledAt: row.tabled_at === null ? undefined : new Date(row.tabled_at),
    source: row.source ?? undefined,
  }
}
