import { sql } from 'kysely'
import type { RecommendationId, WorkplanId } from '#domain/ids'
import { languages, type Language } from '#domain/languages'
import { recommendationIs } from '#domain/status'
import type { Db, Tx } from '../client'
import { oneOf } from './stored'

/** Which text an item has now, without the text: two stamps that differ belong to different texts. */
export type TextStamp = { id: RecommendationId; language: Language; changedAt: string }

/** What was read from a text, or the text itself if nothing was read from it yet. */
export type ItemTerms = TextStamp &
  ({ stems: string; instruments: string; text?: undefined } | { stems?: undefined; text: string })

const preliminaryItems = (db: Db, workplan: WorkplanId) =>
  db
    .selectFrom('recommendation')
    .innerJoin('meeting', 'meeting.id', 'recommendation.meeting_id')
    .where('meeting.workplan_id', '=', workplan)
    .where('recommendation.stage', '=', 'preliminary')
    .where('recommendation.status', 'in', recommendationIs.needsDisposition.statuses)

/** The stamps of all preliminary items that need a disposition. */
export async function listTextStamps(db: Db, workplan: WorkplanId): Promise<TextStamp[]> {
  const rows = await preliminaryItems(db, workplan)
    .select(['recommendation.id', 'recommendation.language', 'recommendation.updated_at'])
    .execute()
  return rows.map(toStamp)
}

/**
 * What is known of some items.
 * @param madeBy the version of the reading: what another one has read does not count.
 */
export async function listItemTerms(
  db: Db,
  ids: readonly RecommendationId[],
  madeBy: string,
): Promise<ItemTerms[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('recommendation')
    .leftJoin('overlap_terms', (join) =>
      join
        .onRef('overlap_terms.recommendation_id', '=', 'recommendation.id')
        .onRef('overlap_terms.made_from', '=', 'recommendation.updated_at')
        .onRef('overlap_terms.language', '=', 'recommendation.language')
        .on('overlap_terms.made_by', '=', madeBy),
    )
    .select([
      'recommendation.id',
      'recommendation.language',
      'recommendation.updated_at',
      'overlap_terms.stems',
      'overlap_terms.instruments',
      sql<string | null>`case when overlap_terms.stems is null then recommendation.text end`.as('text'),
    ])
    .where('recommendation.id', 'in', ids)
    .execute()
  return rows.map((row) => {
    const stamp = toStamp(row)
    return row.stems === null || row.instruments === null
      ? { ...stamp, text: row.text ?? '' }
      : { ...stamp, stems: row.stems, instruments: row.instruments }
  })
}

/** Keeps what was read from texts. */
export async function setItemTerms(
  tx: Tx,
  items: readonly (TextStamp & { stems: string; instruments: string })[],
  madeBy: string,
): Promise<void> {
  if (items.length === 0) return
  await tx
    .insertInto('overlap_terms')
    .values(
      items.map(({ id, language, changedAt, stems, instruments }) => ({
        recommendation_id: id,
        made_by: madeBy,
        made_from: changedAt,
        language,
        stems,
        instruments,
      })),
    )
    .onConflict((conflict) =>
      conflict.column('recommendation_id').doUpdateSet((eb) => ({
        made_by: eb.ref('excluded.made_by'),
        made_from: eb.ref('excluded.made_from'),
        language: eb.ref('excluded.language'),
        stems: eb.ref('excluded.stems'),
        instruments: eb.ref('excluded.instruments'),
      })),
    )
    .execute()
}

const toStamp = (row: { id: string; language: string; updated_at: string }): TextStamp => ({
  id: row.id as RecommendationId,
  language: oneOf(languages, row.language),
  changedAt: row.updated_at,
})
