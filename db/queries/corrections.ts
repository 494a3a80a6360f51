import type { CorrectionId, ListId, ParticipantId } from '#domain/ids'
import { languages, type Language } from '#domain/languages'
import type { Db, Tx } from '../client'
import { oneOf } from './stored'

/** What was recorded beside an issued list. */
export type Correction = {
  id: CorrectionId
  list: ListId
  /** The item that it is about; absent for the whole. */
  label: string | undefined
  language: Language
  body: string
  by: ParticipantId
  at: Date
}

export async function insertCorrection(tx: Tx, correction: Correction): Promise<void> {
  await tx
    .insertInto('list_correction')
    .values({
      id: correction.id,
      list_id: correction.list,
      label: correction.label ?? null,
      language: correction.language,
      body: correction.body,
      recorded_by: correction.by,
      recorded_at: correction.at.toISOString(),
    })
    .execute()
}

/** The corrections of a list, the first one first. */
export async function listCorrections(db: Db, list: ListId): Promise<Correction[]> {
  const rows = await db
    .selectFrom('list_correction')
    .selectAll()
    .where('list_id', '=', list)
    .orderBy('recorded_at')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: row.id as CorrectionId,
    list: row.list_id as ListId,
    label: row.label ?? undefined,
    language: oneOf(languages, row.language),
    body: row.body,
    by: row.recorded_by as ParticipantId,
    at: new Date(row.recorded_at),
  }))
}
