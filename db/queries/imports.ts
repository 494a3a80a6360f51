import { sql } from 'kysely'
import type {
  DelegationId,
  ImportId,
  MandateId,
  MeetingId,
  RecommendationId,
  TagId,
  VersionId,
} from '#domain/ids'
import type { NewRecommendation } from '#domain/negotiation/recommendations'
import { recommendationIs } from '#domain/status'
import { plainText, type DocumentContent } from '#domain/text/content'
import type { Db, Tx } from '../client'
import { notifyProcesses } from '../notifications'
import { insertRecommendations, rowsAtOnce } from './recommendations'
import { versionHash } from './versions'

/** A recommendation as an import makes it: its first text, under one base id, is its first version. */
export type ImportedRecommendation = {
  item: NewRecommendation
  version: VersionId
  content: DocumentContent
  update: Uint8Array
  /** The base id under which its text is written. */
  base: number
  tags: readonly TagId[]
  mandates: readonly MandateId[]
  from: ItemSource
}

/** Where an item came from, and what the file says that has no place of its own. */
export type ItemSource = {
  import: ImportId
  file: string
  line: number
  label: string | undefined
  /** As the file names them. */
  proposers: readonly string[]
  notes: readonly string[]
}

/** The texts that a meeting has, without those that were withdrawn, and who proposed each. */
export async function listMeetingTexts(
  db: Db,
  meeting: MeetingId,
): Promise<{ id: RecommendationId; text: string; proposers: DelegationId[] }[]> {
  const rows = await db
    .selectFrom('recommendation')
    .select(['id', 'text'])
    .where('meeting_id', '=', meeting)
    .where('stage', '=', 'preliminary')
    .where('status', 'not in', recommendationIs.withdrawn.statuses)
    .execute()
  const sponsors = await db
    .selectFrom('recommendation_sponsor')
    .innerJoin('recommendation', 'recommendation.id', 'recommendation_sponsor.recommendation_id')
    .select(['recommendation_id', 'delegation_id'])
    .where('recommendation.meeting_id', '=', meeting)
    .where('role', '=', 'proposer')
    .execute()
  const proposers = new Map<string, DelegationId[]>()
  for (const { recommendation_id, delegation_id } of sponsors) {
    const known = proposers.get(recommendation_id) ?? []
    known.push(delegation_id as DelegationId)
    proposers.set(recommendation_id, known)
  }
  return rows.map(({ id, text }) => ({
    id: id as RecommendationId,
    text,
    proposers: proposers.get(id) ?? [],
  }))
}

/** Writes some recommendations with their documents, authors, first versions, tags and sources. */
export async function insertImported(
  tx: Tx,
  some: readonly ImportedRecommendation[],
  at: Date,
): Promise<void> {
  if (some.length > rowsAtOnce) throw new Error('These are more rows than one statement takes.')
  const instant = at.toISOString()
  await tx
    .insertInto('document')
    .values(
      some.map(({ item }) => ({
        id: item.document,
        kind: 'working-text',
        language: item.language,
        created_at: instant,
      })),
    )
    .execute()
  await tx
    .insertInto('document_author')
    .values(
      some.map(({ item, base }) => ({
        document_id: item.document,
        base_id: String(base),
        participant_id: null,
        amendment_id: null,
        delegations: JSON.stringify(item.proposers),
        since: instant,
      })),
    )
    .execute()
  const logged = await tx
    .insertInto('document_update')
    .values(
      some.map(({ item, update }) => ({
        document_id: item.document,
        payload: update,
        participant_id: null,
        at: instant,
      })),
    )
    .returning(['id', 'document_id'])
    .execute()
  const updateIds = new Map(logged.map((row) => [row.document_id, row.id]))
  await insertRecommendations(
    tx,
    some.map(({ item }) => item),
  )
  await tx
    .insertInto('version')
    .values(
      some.map(({ item, version, content }) => ({
        id: version,
        recommendation_id: item.id,
        number: 1,
        language: item.language,
        text: plainText(content),
        content: JSON.stringify(content),
        hash: versionHash(item.language, content),
        reason: 'tabled',
        created_by: null,
        created_at: instant,
        update_id: updateIds.get(item.document) ?? 0,
      })),
    )
    .execute()
  await tx
    .insertInto('imported_item')
    .values(
      some.map(({ item, from }) => ({
        recommendation_id: item.id,
        import_id: from.import,
        file: from.file,
        line: from.line,
        label: from.label ?? null,
        proposers: JSON.stringify(from.proposers),
        notes: JSON.stringify(from.notes),
      })),
    )
    .execute()
  const tags = some.flatMap(({ item, tags }) =>
    tags.map((tag) => ({ recommendation_id: item.id, tag_id: tag })),
  )
  if (tags.length > 0) await tx.insertInto('recommendation_tag').values(tags).execute()
  const mandates = some.flatMap(({ item, mandates }) =>
    mandates.map((mandate) => ({ recommendation_id: item.id, mandate_id: mandate })),
  )
  if (mandates.length > 0) await tx.insertInto('recommendation_mandate').values(mandates).execute()
}

/** The items that an import made. */
export async function listImportedItems(db: Db, id: ImportId): Promise<RecommendationId[]> {
  const rows = await db
    .selectFrom('imported_item')
    .select('recommendation_id')
    .where('import_id', '=', id)
    .execute()
  return rows.map((row) => row.recommendation_id as RecommendationId)
}

/** Where an item came from, if an import made it. */
export async function findItemSource(db: Db, item: RecommendationId): Promise<ItemSource | undefined> {
  const row = await db
    .selectFrom('imported_item')
    .selectAll()
    .where('recommendation_id', '=', item)
    .executeTakeFirst()
  return (
    row && {
      import: row.import_id as ImportId,
      file: row.file,
      line: row.line,
      label: row.label ?? undefined,
      proposers: JSON.parse(row.proposers) as string[],
      notes: JSON.parse(row.notes) as string[],
    }
  )
}

/** How many items of an import have something built on them: anything beyond the text with which they came. */
export async function countBuiltOn(db: Db, id: ImportId): Promise<number> {
  const row = await db
    .selectFrom('imported_item')
    .innerJoin('recommendation as item', 'item.id', 'imported_item.recommendation_id')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('import_id', '=', id)
    .where((eb) =>
      eb.or([
        eb('item.status', 'not in', recommendationIs.notTakenUp.statuses),
        eb.exists(
          eb
            .selectFrom('document_update')
            .select('document_update.document_id')
            .whereRef('document_update.document_id', '=', 'item.document_id')
            .offset(1)
            .limit(1),
        ),
        eb.exists(
          eb
            .selectFrom('version')
            .select('version.id')
            .whereRef('version.recommendation_id', '=', 'item.id')
            .where('number', '>', 1),
        ),
        eb.exists(
          eb
            .selectFrom('amendment')
            .select('amendment.id')
            .whereRef('amendment.recommendation_id', '=', 'item.id'),
        ),
        eb.exists(
          eb
            .selectFrom('position')
            .select('delegation_id')
            .whereRef('position.recommendation_id', '=', 'item.id'),
        ),
        eb.exists(
          eb.selectFrom('pen').select('delegation_id').whereRef('pen.recommendation_id', '=', 'item.id'),
        ),
        eb.exists(
          eb
            .selectFrom('list_item')
            .select('list_item.id')
            .whereRef('list_item.recommendation_id', '=', 'item.id'),
        ),
        eb.exists(
          eb
            .selectFrom('disposition')
            .select('disposition.id')
            .whereRef('disposition.recommendation_id', '=', 'item.id'),
        ),
        eb.exists(
          eb
            .selectFrom('recommendation_sponsor as sponsor')
            .select('delegation_id')
            .whereRef('sponsor.recommendation_id', '=', 'item.id')
            .whereRef('sponsor.since', '>', 'item.created_at'),
        ),
      ]),
    )
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Closes the texts of imported items to edits that are on their way. */
export async function closeImportedTexts(tx: Tx, id: ImportId): Promise<void> {
  await tx
    .updateTable('document')
    .set({ access_version: sql`access_version + 1` })
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('imported_item')
        .innerJoin('recommendation', 'recommendation.id', 'imported_item.recommendation_id')
        .select('recommendation.document_id')
        .where('import_id', '=', id),
    )
    .execute()
  await notifyProcesses(tx, { changed: true })
}

/** Takes back items that were imported: they are withdrawn as if they had never been tabled. */
export async function withdrawImported(tx: Tx, id: ImportId, at: Date): Promise<number> {
  const result = await tx
    .updateTable('recommendation')
    .set({ status: 'withdrawn', tabled_at: null, updated_at: at.toISOString() })
    .where('id', 'in', (eb) =>
      eb.selectFrom('imported_item').select('recommendation_id').where('import_id', '=', id),
    )
    .where('status', 'in', recommendationIs.notTakenUp.statuses)
    .executeTakeFirstOrThrow()
  return Number(result.numUpdatedRows)
}
