import type { ExpertGroupId, MandateId, MeetingId, RecommendationId, TagId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import { tagKinds, type Mandate, type Tag, type TagKind } from '#domain/negotiation/vocabulary'
import { recommendationIs } from '#domain/status'
import type { Db, Tx } from '../client'
import { localizedText, oneOf } from './stored'

/** A group's vocabulary, retired terms included, by kind and age. */
export async function listTags(db: Db, group: ExpertGroupId): Promise<Tag[]> {
  const rows = await db
    .selectFrom('tag')
    .selectAll()
    .where('expert_group_id', '=', group)
    .orderBy('kind')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: row.id as TagId,
    kind: oneOf(tagKinds, row.kind),
    name: localizedText(row.name),
    retired: row.retired_at !== null,
  }))
}

/** The resolutions and decisions that a group's recommendations may answer to, by symbol. */
export async function listMandates(db: Db, group: ExpertGroupId): Promise<Mandate[]> {
  const rows = await db
    .selectFrom('mandate')
    .selectAll()
    .where('expert_group_id', '=', group)
    .orderBy('symbol')
    .execute()
  return rows.map((row) => ({
    id: row.id as MandateId,
    symbol: row.symbol,
    title: localizedText(row.title),
  }))
}

/** How many recommendations carry each tag of a group. */
export async function countTagUses(db: Db, group: ExpertGroupId): Promise<Map<TagId, number>> {
  const rows = await db
    .selectFrom('recommendation_tag')
    .innerJoin('tag', 'tag.id', 'recommendation_tag.tag_id')
    .innerJoin('recommendation', 'recommendation.id', 'recommendation_tag.recommendation_id')
    .select((eb) => ['tag_id', eb.fn.countAll().as('count')])
    .where('tag.expert_group_id', '=', group)
    // What others write in private is no one's to count.
    .where('recommendation.status', 'not in', recommendationIs.draft.statuses)
    .groupBy('tag_id')
    .execute()
  return new Map(rows.map((row) => [row.tag_id as TagId, Number(row.count)]))
}

export type Tagging = { tags: TagId[]; mandates: MandateId[] }

/** Tags and mandates of the recommendations of some meetings, or of some recommendations. */
export async function listTaggings(
  db: Db,
  of:
    | { meetings: readonly MeetingId[] }
    | { recommendations: readonly RecommendationId[] }
    | { recommendation: RecommendationId },
): Promise<Map<RecommendationId, Tagging>> {
  const taggings = new Map<RecommendationId, Tagging>()
  const entry = (id: string) => {
    const known = taggings.get(id as RecommendationId)
    if (known) return known
    const made: Tagging = { tags: [], mandates: [] }
    taggings.set(id as RecommendationId, made)
    return made
  }
  const inMeetings = (meetings: readonly MeetingId[]) =>
    db
      .selectFrom('recommendation')
      .select('id')
      .where('meeting_id', 'in', ['', ...meetings])
  const inList = (ids: readonly RecommendationId[]) => ['', ...ids]
  const ids =
    'meetings' in of
      ? inMeetings(of.meetings)
      : inList('recommendations' in of ? of.recommendations : [of.recommendation])
  const [tags, mandates] = await Promise.all([
    db.selectFrom('recommendation_tag').selectAll().where('recommendation_id', 'in', ids).execute(),
    db.selectFrom('recommendation_mandate').selectAll().where('recommendation_id', 'in', ids).execute(),
  ])
  for (const row of tags) entry(row.recommendation_id).tags.push(row.tag_id as TagId)
  for (const row of mandates) entry(row.recommendation_id).mandates.push(row.mandate_id as MandateId)
  return taggings
}

/** Replaces a recommendation's tags and mandates. */
export async function setTagging(tx: Tx, id: RecommendationId, tagging: Tagging): Promise<void> {
  await tx.deleteFrom('recommendation_tag').where('recommendation_id', '=', id).execute()
  await tx.deleteFrom('recommendation_mandate').where('recommendation_id', '=', id).execute()
  for (const tag of tagging.tags) {
    await tx.insertInto('recommendation_tag').values({ recommendation_id: id, tag_id: tag }).execute()
  }
  for (const mandate of tagging.mandates) {
    const values = { recommendation_id: id, mandate_id: mandate }
    await tx.insertInto('recommendation_mandate').values(values).execute()
  }
}

export async function insertTag(
  tx: Tx,
  tag: { id: TagId; group: ExpertGroupId; kind: TagKind; name: LocalizedText },
) {
  await tx
    .insertInto('tag')
    .values({
      id: tag.id,
      expert_group_id: tag.group,
      kind: tag.kind,
      name: JSON.stringify(tag.name),
      retired_at: null,
    })
    .execute()
}

export async function setTagName(tx: Tx, id: TagId, name: LocalizedText): Promise<void> {
  await tx
    .updateTable('tag')
    .set({ name: JSON.stringify(name) })
    .where('id', '=', id)
    .execute()
}

/** Retires a tag, or brings it back without an instant. */
export async function setTagRetired(tx: Tx, id: TagId, at: Date | undefined): Promise<void> {
  await tx
    .updateTable('tag')
    .set({ retired_at: at?.toISOString() ?? null })
    .where('id', '=', id)
    .execute()
}

export async function insertMandate(tx: Tx, mandate: Mandate & { group: ExpertGroupId }): Promise<void> {
  const { id, group, symbol, title } = mandate
  await tx
    .insertInto('mandate')
    .values({ id, expert_group_id: group, symbol, title: JSON.stringify(title), adopted_on: null })
    .execute()
}

export async function setMandateTitle(tx: Tx, id: MandateId, title: LocalizedText): Promise<void> {
  await tx
    .updateTable('mandate')
    .set({ title: JSON.stringify(title) })
    .where('id', '=', id)
    .execute()
}
