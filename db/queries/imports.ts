import type { MandateId, TagId, VersionId } from '#domain/ids'
import type { NewRecommendation } from '#domain/negotiation/recommendations'
import { plainText, type DocumentContent } from '#domain/text/content'
import type { Tx } from '../client'
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
}

/** Writes many recommendations with their documents, authors, first versions and tags. */
export async function insertImported(
  tx: Tx,
  imported: readonly ImportedRecommendation[],
  at: Date,
): Promise<void> {
  const instant = at.toISOString()
  for (let start = 0; start < imported.length; start += rowsAtOnce) {
    const some = imported.slice(start, start + rowsAtOnce)
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
    const tags = some.flatMap(({ item, tags }) =>
      tags.map((tag) => ({ recommendation_id: item.id, tag_id: tag })),
    )
    if (tags.length > 0) await tx.insertInto('recommendation_tag').values(tags).execute()
    const mandates = some.flatMap(({ item, mandates }) =>
      mandates.map((mandate) => ({ recommendation_id: item.id, mandate_id: mandate })),
    )
    if (mandates.length > 0) await tx.insertInto('recommendation_mandate').values(mandates).execute()
  }
}
