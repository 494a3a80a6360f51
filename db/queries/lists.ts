import type { Selectable } from 'kysely'
import type { ListTable } from '#db/tables/lists'
import type {
  ExpertGroupId,
  ListId,
  ListItemId,
  MeetingId,
  ParticipantId,
  RecommendationId,
  TopicId,
  VersionId,
} from '#domain/ids'
import { languages, type Language, type LocalizedText } from '#domain/languages'
import { listKinds, type ListKind } from '#domain/lists/canonical-list'
import type { DocumentContent } from '#domain/text/content'
import type { Db, Tx } from '../client'
import type { Slice } from './recommendation-pages'
import { localizedText, oneOf } from './stored'

export type List = {
  id: ListId
  group: ExpertGroupId
  meeting: MeetingId
  kind: ListKind
  title: LocalizedText
  issuedAt: Date
  hash: string
  canonical: string
}

export type ListItem = {
  id: ListItemId
  list: ListId
  position: number
  label: string
  topic: TopicId | undefined
  recommendation: RecommendationId
  version: VersionId
}

/** An item with the text of the version that the list froze. */
export type ListedText = ListItem & {
  text: string
  content: DocumentContent
  language: Language
  versionHash: string
}

export async function insertList(
  tx: Tx,
  list: Omit<List, 'group'> & { issuedBy: ParticipantId | undefined },
  items: readonly ListItem[],
): Promise<void> {
  await tx
    .insertInto('list')
    .values({
      id: list.id,
      meeting_id: list.meeting,
      kind: list.kind,
      title: JSON.stringify(list.title),
      issued_by: list.issuedBy ?? null,
      issued_at: list.issuedAt.toISOString(),
      hash: list.hash,
      canonical: list.canonical,
    })
    .execute()
  for (const item of items) {
    await tx
      .insertInto('list_item')
      .values({
        id: item.id,
        list_id: item.list,
        position: item.position,
        label: item.label,
        topic_id: item.topic ?? null,
        recommendation_id: item.recommendation,
        version_id: item.version,
      })
      .execute()
  }
}

const withGroup = (db: Db) =>
  db
    .selectFrom('list')
    .innerJoin('meeting', 'meeting.id', 'list.meeting_id')
    .innerJoin('workplan', 'workplan.id', 'meeting.workplan_id')
    .selectAll('list')
    .select('workplan.expert_group_id')

export async function findList(db: Db, id: string): Promise<List | undefined> {
  const row = await withGroup(db).where('list.id', '=', id).executeTakeFirst()
  return row && toList(row)
}

/** The lists of one meeting in the order in which they were issued. */
export async function listLists(db: Db, meeting: MeetingId): Promise<List[]> {
  const rows = await withGroup(db).where('list.meeting_id', '=', meeting).orderBy('list.issued_at').execute()
  return rows.map(toList)
}

export async function listAllLists(db: Db): Promise<List[]> {
  return (await withGroup(db).orderBy('list.issued_at').execute()).map(toList)
}

/** The texts of a list in their order. @param slice a part of them; all without it. */
export async function listListedTexts(db: Db, list: ListId, slice?: Slice): Promise<ListedText[]> {
  const query = db
    .selectFrom('list_item')
    .innerJoin('version', 'version.id', 'list_item.version_id')
    .selectAll('list_item')
    .select(['version.text', 'version.content', 'version.language', 'version.hash'])
    .where('list_item.list_id', '=', list)
    .orderBy('list_item.position')
  const rows = await (slice ? query.limit(slice.limit).offset(slice.offset) : query).execute()
  return rows.map((row) => ({
    id: row.id as ListItemId,
    list: row.list_id as ListId,
    position: row.position,
    label: row.label,
    topic: (row.topic_id ?? undefined) as TopicId | undefined,
    recommendation: row.recommendation_id as RecommendationId,
    version: row.version_id as VersionId,
    text: row.text,
    content: JSON.parse(row.content) as DocumentContent,
    language: oneOf(languages, row.language),
    versionHash: row.hash,
  }))
}

/** How many items a list has under each of its topics. */
export async function countListItems(db: Db, list: ListId): Promise<Map<TopicId | undefined, number>> {
  const rows = await db
    .selectFrom('list_item')
    .select((eb) => ['topic_id', eb.fn.countAll<number>().as('count')])
    .where('list_id', '=', list)
    .groupBy('topic_id')
    .execute()
  return new Map(rows.map((row) => [(row.topic_id ?? undefined) as TopicId | undefined, Number(row.count)]))
}

/** How many items of a list come before this one; undefined where it is not in the list. */
export async function placeInList(db: Db, list: ListId, item: string): Promise<number | undefined> {
  const found = await db
    .selectFrom('list_item')
    .select('position')
    .where('list_id', '=', list)
    .where('id', '=', item)
    .executeTakeFirst()
  if (!found) return undefined
  const { count } = await db
    .selectFrom('list_item')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('list_id', '=', list)
    .where('position', '<', found.position)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Whether the group adopted its list at a meeting of the same workplan: what went into it is settled then. */
export async function isListAdopted(db: Db, meeting: MeetingId): Promise<boolean> {
  const workplan = db.selectFrom('meeting').select('workplan_id').where('id', '=', meeting)
  const row = await db
    .selectFrom('list')
    .innerJoin('meeting', 'meeting.id', 'list.meeting_id')
    .select('list.id')
    .where('meeting.workplan_id', '=', workplan)
    .where('list.kind', '=', 'adopted')
    .executeTakeFirst()
  return row !== undefined
}

/** How many items of each topic are in the meeting's preliminary lists. */
export async function countListed(db: Db, meeting: MeetingId): Promise<Map<TopicId, number>> {
  const rows = await db
    .selectFrom('list_item')
    .innerJoin('list', 'list.id', 'list_item.list_id')
    .select(['list_item.topic_id', (eb) => eb.fn.countAll<number>().as('count')])
    .where('list.meeting_id', '=', meeting)
    .where('list.kind', '=', 'preliminary')
    .groupBy('list_item.topic_id')
    .execute()
  return new Map(
    rows.flatMap((row) => (row.topic_id === null ? [] : [[row.topic_id as TopicId, Number(row.count)]])),
  )
}

/** In which lists a recommendation stands, and under which label. */
export async function listLabelsOf(
  db: Db,
  recommendation: RecommendationId,
): Promise<{ list: ListId; kind: ListKind; title: LocalizedText; label: string }[]> {
  const rows = await db
    .selectFrom('list_item')
    .innerJoin('list', 'list.id', 'list_item.list_id')
    .select(['list.id', 'list.kind', 'list.title', 'list_item.label'])
    .where('list_item.recommendation_id', '=', recommendation)
    .orderBy('list.issued_at')
    .execute()
  return rows.map((row) => ({
    list: row.id as ListId,
    kind: oneOf(listKinds, row.kind),
    title: localizedText(row.title),
    label: row.label,
  }))
}

function toList(row: Selectable<ListTable> & { expert_group_id: string }): List {
  return {
    id: row.id as ListId,
    group: row.expert_group_id as ExpertGroupId,
    meeting: row.meeting_id as MeetingId,
    kind: oneOf(listKinds, row.kind),
    title: localizedText(row.title),
    issuedAt: new Date(row.issued_at),
    hash: row.hash,
    canonical: row.canonical,
  }
}
