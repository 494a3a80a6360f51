import type { Selectable } from 'kysely'
import type { AmendmentTable } from '#db/tables/amendments'
import type {
  AmendmentId,
  DelegationId,
  DocumentId,
  MeetingId,
  ParticipantId,
  RecommendationId,
  VersionId,
} from '#domain/ids'
import { languages, type Language } from '#domain/languages'
import { amendmentKinds, type AmendmentKind } from '#domain/negotiation/amendments'
import type { Recommendation } from '#domain/negotiation/recommendations'
import type { AmendmentFacts } from '#domain/permissions/amendments'
import { amendmentIs, amendmentStatuses, type AmendmentStatus } from '#domain/status'
import type { Db, Tx } from '../client'
import { listInformalStatuses } from './informals'
import { findRecommendation } from './recommendations'
import { oneOf } from './stored'

export type Amendment = AmendmentFacts & {
  id: AmendmentId
  recommendation: Recommendation
  parent: (NonNullable<AmendmentFacts['parent']> & { id: AmendmentId }) | undefined
  /** The withdrawn amendment of others that it takes over. */
  continues: AmendmentId | undefined
  /** Of a new paragraph: the one after which it shall stand; absent for the end of its topic. */
  after: RecommendationId | undefined
  /** The amended text: private to its parties while it is a draft; then a document of its own, in its canonical form. */
  document: DocumentId
  /** The text as its parties drafted it, once it is tabled. */
  draftDocument: DocumentId | undefined
  baseVersion: VersionId
  language: Language
  text: string
  rationale: string
  createdBy: ParticipantId
  tabledAt: Date | undefined
  decidedAt: Date | undefined
  decisionReason: string | undefined
}

export type NewAmendment = {
  id: AmendmentId
  kind?: AmendmentKind
  parent?: AmendmentId
  after?: RecommendationId | undefined
  recommendation: RecommendationId
  document: DocumentId
  baseVersion: VersionId
  language: Language
  text: string
  rationale: string
  proposer: DelegationId
  createdBy: ParticipantId
  at: Date
}

export async function insertAmendment(tx: Tx, amendment: NewAmendment): Promise<void> {
  const at = amendment.at.toISOString()
  await tx
    .insertInto('amendment')
    .values({
      id: amendment.id,
      kind: amendment.kind ?? 'text',
      parent_id: amendment.parent ?? null,
      continues_id: null,
      after_id: amendment.after ?? null,
      recommendation_id: amendment.recommendation,
      document_id: amendment.document,
      base_version_id: amendment.baseVersion,
      status: 'draft',
      language: amendment.language,
      text: amendment.text,
      rationale: amendment.rationale,
      created_by: amendment.createdBy,
      created_at: at,
      updated_at: at,
      tabled_at: null,
      decided_by: null,
      decided_at: null,
      decision_reason: null,
    })
    .execute()
  await joinAmendment(tx, amendment.id, amendment.proposer, 'proposer', amendment.at)
}

/** Joins a delegation, or changes what it is to the amendment. */
export async function joinAmendment(
  tx: Tx,
  amendment: AmendmentId,
  delegation: DelegationId,
  role: 'proposer' | 'sponsor' | 'invited',
  at: Date,
): Promise<void> {
  await tx
    .insertInto('amendment_sponsor')
    .values({
      amendment_id: amendment,
      delegation_id: delegation,
      role,
      position: 0,
      since: at.toISOString(),
    })
    .onConflict((conflict) => conflict.columns(['amendment_id', 'delegation_id']).doUpdateSet({ role }))
    .execute()
}

/** Ends a delegation's part in an amendment. */
export async function leaveAmendment(
  tx: Tx,
  amendment: AmendmentId,
  delegation: DelegationId,
): Promise<void> {
  await tx
    .deleteFrom('amendment_sponsor')
    .where('amendment_id', '=', amendment)
    .where('delegation_id', '=', delegation)
    .execute()
}

export async function findAmendment(db: Db, id: string): Promise<Amendment | undefined> {
  const row = await db.selectFrom('amendment').selectAll().where('id', '=', id).executeTakeFirst()
  return row && (await toAmendments(db, [row]))[0]
}

/** The amendment whose text, or whose former draft, this document is. */
export async function findAmendmentByDocument(db: Db, document: string): Promise<Amendment | undefined> {
  const row = await db
    .selectFrom('amendment')
    .selectAll()
    .where((eb) => eb.or([eb('document_id', '=', document), eb('draft_document_id', '=', document)]))
    .executeTakeFirst()
  return row && (await toAmendments(db, [row]))[0]
}

/**
 * The amendments to the words of one recommendation, the oldest first: those that can be merged into its text. Who
 * may see which is for the caller to decide.
 */
export async function listAmendments(db: Db, recommendation: RecommendationId): Promise<Amendment[]> {
  const all = await listAllAmendments(db, recommendation)
  return all.filter((amendment) => amendment.kind === 'text' && amendment.parent === undefined)
}

/** How many letters the longest amendment to a text has; 0 where there is none. */
export async function longestAmendmentOf(db: Db, recommendation: RecommendationId): Promise<number> {
  const row = await db
    .selectFrom('amendment')
    .select((eb) => eb.fn.max(eb.fn<number>('length', ['text'])).as('letters'))
    .where('recommendation_id', '=', recommendation)
    .executeTakeFirst()
  return Number(row?.letters ?? 0)
}

/** The same with amendments to amendments, deletions, and the one that proposed the paragraph. */
export async function listAllAmendments(db: Db, recommendation: RecommendationId): Promise<Amendment[]> {
  const rows = await db
    .selectFrom('amendment')
    .selectAll()
    .where('recommendation_id', '=', recommendation)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return toAmendments(db, rows)
}

/** The recommendations that have amendments, no matter who may see them. */
export async function listAmendedRecommendations(db: Db): Promise<RecommendationId[]> {
  const rows = await db
    .selectFrom('amendment')
    .select('recommendation_id')
    .distinct()
    .orderBy('recommendation_id')
    .execute()
  return rows.map((row) => row.recommendation_id as RecommendationId)
}

/** The amendments to an amendment, the oldest first. */
export async function listSubAmendments(db: Db, parent: AmendmentId): Promise<Amendment[]> {
  const rows = await db
    .selectFrom('amendment')
    .selectAll()
    .where('parent_id', '=', parent)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return toAmendments(db, rows)
}

/** The amendment by which others took this one over. */
export async function findContinuation(db: Db, id: AmendmentId): Promise<Amendment | undefined> {
  const row = await db
    .selectFrom('amendment')
    .selectAll()
    .where('continues_id', '=', id)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && (await toAmendments(db, [row]))[0]
}

/** The new paragraphs that were proposed at a meeting and do not stand in it yet, the oldest first. */
export async function listNewParagraphs(db: Db, meeting: MeetingId): Promise<Amendment[]> {
  const rows = await db
    .selectFrom('amendment')
    .innerJoin('recommendation', 'recommendation.id', 'amendment.recommendation_id')
    .selectAll('amendment')
    .where('recommendation.meeting_id', '=', meeting)
    .where('recommendation.stage', '=', 'new-paragraph')
    .where('amendment.kind', '=', 'new-paragraph')
    .orderBy('amendment.created_at')
    .orderBy('amendment.id')
    .execute()
  return (await Promise.all(rows.map((row) => toAmendments(db, [row])))).flat()
}

/** How many amendments each of these recommendations has on the table. */
export async function countTabledAmendments(
  db: Db,
  recommendations: readonly RecommendationId[],
): Promise<Map<RecommendationId, number>> {
  const rows = await db
    .selectFrom('amendment')
    .select((eb) => ['recommendation_id as id', eb.fn.countAll().as('count')])
    .where('recommendation_id', 'in', ['', ...recommendations])
    .where('status', 'in', amendmentIs.tabled.statuses)
    .groupBy('recommendation_id')
    .execute()
  return new Map(rows.map((row) => [row.id as RecommendationId, Number(row.count)]))
}

/** False when someone moved it first. */
export async function moveAmendment(
  tx: Tx,
  amendment: Pick<Amendment, 'id' | 'status' | 'document'>,
  to: AmendmentStatus,
  set: Partial<{
    tabledAt: Date
    text: string
    /** The document that it is from now on; the present one stays its draft. */
    document: DocumentId
    decidedBy: ParticipantId
    /** Without a person where a deadline decided. */
    decidedAt: Date
    reason: string
    rationale: string
  }>,
  at: Date,
): Promise<boolean> {
  const result = await tx
    .updateTable('amendment')
    .set({
      status: to,
      updated_at: at.toISOString(),
      ...(set.tabledAt && { tabled_at: set.tabledAt.toISOString() }),
      ...(set.text !== undefined && { text: set.text }),
      ...(set.document && { document_id: set.document, draft_document_id: amendment.document }),
      ...(set.decidedBy && { decided_by: set.decidedBy, decided_at: at.toISOString() }),
      ...(set.decidedAt && { decided_at: set.decidedAt.toISOString() }),
      ...(set.reason && { decision_reason: set.reason }),
      ...(set.rationale !== undefined && { rationale: set.rationale }),
    })
    .where('id', '=', amendment.id)
    .where('status', '=', amendment.status)
    .executeTakeFirstOrThrow()
  return result.numUpdatedRows === 1n
}

/**
 * What a tabled amendment reads like from now on, once it took another one in.
 * @returns false where it is not on the table any more.
 */
export async function reviseAmendment(tx: Tx, id: AmendmentId, text: string, at: Date): Promise<boolean> {
  const result = await tx
    .updateTable('amendment')
    .set({ text, updated_at: at.toISOString() })
    .where('id', '=', id)
    .where('status', 'in', amendmentIs.tabled.statuses)
    .executeTakeFirstOrThrow()
  return result.numUpdatedRows === 1n
}

/** Says which withdrawn amendment this one takes over. */
export async function setContinues(tx: Tx, id: AmendmentId, continued: AmendmentId): Promise<void> {
  await tx.updateTable('amendment').set({ continues_id: continued }).where('id', '=', id).execute()
}

/** Brings the text that lists show up to the amendment's own; nothing happens where the document is none's. */
export async function setAmendmentTextOfDocument(
  db: Db,
  document: DocumentId,
  text: string,
  at: Date,
): Promise<void> {
  await db
    .updateTable('amendment')
    .set({ text, updated_at: at.toISOString() })
    .where('document_id', '=', document)
    .where('text', '!=', text)
    .execute()
}

/** All rows are of one recommendation. */
async function toAmendments(db: Db, rows: Selectable<AmendmentTable>[]): Promise<Amendment[]> {
  const [first] = rows
  if (!first) return []
  const recommendation = await findRecommendation(db, first.recommendation_id)
  if (!recommendation) throw new Error(`Amendment ${first.id} has no recommendation.`)
  const ids = rows.map((row) => row.id)
  const sponsors = await db
    .selectFrom('amendment_sponsor')
    .selectAll()
    .where('amendment_id', 'in', ids)
    .orderBy('since')
    .execute()
  const parents = await findParents(db, rows)
  const informals = await listInformalStatuses(db, ids)
  return rows.map((row) => {
    const own = sponsors.filter((sponsor) => sponsor.amendment_id === row.id)
    const inRole = (role: string) =>
      own.filter((candidate) => candidate.role === role).map((entry) => entry.delegation_id as DelegationId)
    const drafters = own.filter((candidate) => row.tabled_at === null || candidate.since <= row.tabled_at)
    return {
      id: row.id as AmendmentId,
      kind: oneOf(amendmentKinds, row.kind),
      parent: row.parent_id === null ? undefined : parents.get(row.parent_id),
      continues: (row.continues_id ?? undefined) as AmendmentId | undefined,
      after: (row.after_id ?? undefined) as RecommendationId | undefined,
      recommendation,
      group: recommendation.group,
      meeting: recommendation.meeting,
      document: row.document_id as DocumentId,
      draftDocument: (row.draft_document_id ?? undefined) as DocumentId | undefined,
      baseVersion: row.base_version_id as VersionId,
      status: oneOf(amendmentStatuses, row.status),
      wasTabled: row.tabled_at !== null,
      proposers: inRole('proposer'),
      invited: inRole('invited'),
      informal: informals.get(row.id),
      sponsors: inRole('sponsor'),
      drafters: drafters.map((drafter) => drafter.delegation_id as DelegationId),
      language: oneOf(languages, row.language),
      text: row.text,
      rationale: row.rationale,
      createdBy: row.created_by as ParticipantId,
      tabledAt: row.tabled_at === null ? undefined : new Date(row.tabled_at),
      decidedAt: row.decided_at === null ? undefined : new Date(row.decided_at),
      decisionReason: row.decision_reason ?? undefined,
    }
  })
}

/** The amendments that these ones amend. */
async function findParents(
  db: Db,
  rows: readonly Selectable<AmendmentTable>[],
): Promise<Map<string, NonNullable<Amendment['parent']>>> {
  const ids = [...new Set(rows.flatMap((row) => row.parent_id ?? []))]
  if (ids.length === 0) return new Map()
  const [parents, sponsors] = await Promise.all([
    db.selectFrom('amendment').select(['id', 'status']).where('id', 'in', ids).execute(),
    db
      .selectFrom('amendment_sponsor')
      .select(['amendment_id', 'delegation_id'])
      .where('amendment_id', 'in', ids)
      .where('role', '=', 'proposer')
      .execute(),
  ])
  return new Map(
    parents.map((parent) => [
      parent.id,
      {
        id: parent.id as AmendmentId,
        status: oneOf(amendmentStatuses, parent.status),
        proposers: sponsors
          .filter((sponsor) => sponsor.amendment_id === parent.id)
          .map((sponsor) => sponsor.delegation_id as DelegationId),
      },
    ]),
  )
}
