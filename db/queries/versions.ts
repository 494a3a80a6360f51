import type { Selectable } from 'kysely'
import type { VersionTable } from '#db/tables/recommendations'
import { canonicalJson, sha256 } from '#domain/hash'
import type { ParticipantId, RecommendationId, VersionId } from '#domain/ids'
import { languages, type Language } from '#domain/languages'
import { plainText, type DocumentContent } from '#domain/text/content'
import type { Db, Tx } from '../client'
import { oneOf } from './stored'

export const versionReasons = [
  'tabled',
  'amendment-base',
  'amendment-accepted',
  'listed',
  'under-silence',
  'agreed',
  'adopted',
] as const
export type VersionReason = (typeof versionReasons)[number]

export type Version = {
  id: VersionId
  recommendation: RecommendationId
  number: number
  language: Language
  content: DocumentContent
  text: string
  hash: string
  /** SHA-256 over who wrote which words; empty where no one among the participants did. */
  authorsHash: string
  reason: VersionReason
  createdBy: ParticipantId | undefined
  createdAt: Date
  /** The last entry of the document's log that it includes. */
  updateId: number
}

/** SHA-256 of a version's canonical form: its language and its content. */
export const versionHash = (language: Language, content: DocumentContent): string =>
  sha256(canonicalJson({ language, content }))

/** A version as events name it. */
export const versionFacts = ({ number, hash, authorsHash, createdAt, createdBy, updateId }: Version) => ({
  version: number,
  hash,
  ...(authorsHash !== '' && { authors: authorsHash }),
  frozen: { at: createdAt.toISOString(), ...(createdBy && { by: createdBy }), entry: updateId },
})

/** Adds the next version of a recommendation. @returns it, numbered and hashed. */
export async function insertVersion(
  tx: Tx,
  version: Omit<Version, 'number' | 'hash' | 'text' | 'authorsHash'> & { authorsHash?: string },
): Promise<Version> {
  const last = await findLastVersion(tx, version.recommendation)
  const made: Version = {
    ...version,
    authorsHash: version.authorsHash ?? '',
    number: (last?.number ?? 0) + 1,
    text: plainText(version.content),
    hash: versionHash(version.language, version.content),
  }
  await tx
    .insertInto('version')
    .values({
      id: made.id,
      recommendation_id: made.recommendation,
      number: made.number,
      language: made.language,
      text: made.text,
      content: JSON.stringify(made.content),
      hash: made.hash,
      authors_hash: made.authorsHash,
      reason: made.reason,
      created_by: made.createdBy ?? null,
      created_at: made.createdAt.toISOString(),
      update_id: made.updateId,
    })
    .execute()
  return made
}

export async function findLastVersion(
  db: Db,
  recommendation: RecommendationId,
): Promise<Version | undefined> {
  const row = await db
    .selectFrom('version')
    .selectAll()
    .where('recommendation_id', '=', recommendation)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && toVersion(row)
}

/** The newest version that each recommendation had at an instant. */
export async function listLastVersionsAt(
  db: Db,
  recommendations: readonly RecommendationId[],
  at: Date,
): Promise<Map<RecommendationId, Version>> {
  if (recommendations.length === 0) return new Map()
  const rows = await db
    .selectFrom('version')
    .selectAll()
    .where('recommendation_id', 'in', recommendations)
    .where('created_at', '<=', at.toISOString())
    .orderBy('number')
    .execute()
  return new Map(rows.map((row) => [row.recommendation_id as RecommendationId, toVersion(row)]))
}

export async function getVersion(db: Db, id: VersionId): Promise<Version> {
  return toVersion(await db.selectFrom('version').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
}

/** All versions of a recommendation, the first one first. */
export async function listVersions(db: Db, recommendation: RecommendationId): Promise<Version[]> {
  const rows = await db
    .selectFrom('version')
    .selectAll()
    .where('recommendation_id', '=', recommendation)
    .orderBy('number')
    .execute()
  return rows.map(toVersion)
}

/** Every version there is, in portions, for checking. */
export async function* listAllVersions(db: Db): AsyncGenerator<Version> {
  for (let last = ''; ;) {
    const rows = await db
      .selectFrom('version')
      .selectAll()
      .where('id', '>', last)
      .orderBy('id')
      .limit(500)
      .execute()
    for (const row of rows) yield toVersion(row)
    const end = rows.at(-1)
    if (!end) return
    last = end.id
  }
}

function toVersion(row: Selectable<VersionTable>): Version {
  return {
    id: row.id as VersionId,
    recommendation: row.recommendation_id as RecommendationId,
    number: row.number,
    language: oneOf(languages, row.language),
    content: JSON.parse(row.content) as DocumentContent,
    text: row.text,
    hash: row.hash,
    authorsHash: row.authors_hash,
    reason: oneOf(versionReasons, row.reason),
    createdBy: (row.created_by ?? undefined) as ParticipantId | undefined,
    createdAt: new Date(row.created_at),
    updateId: row.update_id,
  }
}
