import type Database from 'better-sqlite3'
import type pg from 'pg'
import type { DelegationId, DocumentId, ParticipantId } from '#domain/ids'
import { engineOf, type Db } from '../client'

/** A session writes in a document for the first time: its base id is to belong to this participant. */
export type Binding = {
  document: DocumentId
  base: number
  participant: ParticipantId
  /** For whom they write at that time; absent for Chair, Rapporteur and secretariat. */
  delegation: DelegationId | undefined
}

/** To whom a base id belongs; undefined for one that belongs to an amendment or an import. */
export type BoundTo = { participant: ParticipantId; delegations: readonly DelegationId[] } | undefined

/**
 * Binds base ids to participants, each of them once and for ever, in one transaction.
 * @returns to whom each belongs now: to someone else if it was taken.
 */
export function bindAuthors(db: Db, bindings: readonly Binding[], at: Date): Promise<BoundTo[]> {
  const engine = engineOf(db)
  const rows = bindings.map(({ document, base, participant, delegation }) => ({
    document,
    base: String(base),
    participant,
    delegations: JSON.stringify(delegation ? [delegation] : []),
    since: at.toISOString(),
  }))
  if ('postgres' in engine) return bindOnPostgres(engine.postgres, rows)
  return db.connection().execute(async () => bindOnSqlite(engine.sqlite, rows))
}

type Row = { document: string; base: string; participant: string; delegations: string; since: string }

type Author = { participant_id: string | null; delegations: string }

const boundTo = (row: Author | undefined): BoundTo =>
  row === undefined || row.participant_id === null
    ? undefined
    : {
        participant: row.participant_id as ParticipantId,
        delegations: JSON.parse(row.delegations) as DelegationId[],
      }

function bindOnSqlite(database: Database.Database, rows: readonly Row[]): BoundTo[] {
  const insert = database.prepare(`
    insert into document_author (document_id, base_id, participant_id, delegations, since)
    values (@document, @base, @participant, @delegations, @since) on conflict do nothing`)
  const select = database.prepare<[string, string], Author>(
    'select participant_id, delegations from document_author where document_id = ? and base_id = ?',
  )
  return database
    .transaction(() =>
      rows.map((row) => {
        insert.run(row)
        return boundTo(select.get(row.document, row.base))
      }),
    )
    .immediate()
}

async function bindOnPostgres(pool: pg.Pool, rows: readonly Row[]): Promise<BoundTo[]> {
  const list = JSON.stringify(rows)
  // Two statements: the second has to see what another process has bound meanwhile.
  await pool.query({
    name: 'bind-authors',
    text: `
      insert into document_author (document_id, base_id, participant_id, delegations, since)
      select * from json_to_recordset($1::json)
        as row (document text, base text, participant text, delegations text, since text)
      order by document, base
      on conflict do nothing`,
    values: [list],
  })
  const { rows: bound } = await pool.query<Author & { number: number }>({
    name: 'bound-authors',
    text: `
      select wanted.number::int as number, participant_id, delegations
      from json_array_elements($1::json) with ordinality as wanted (row, number)
      join document_author on document_id = row ->> 'document' and base_id = row ->> 'base'`,
    values: [list],
  })
  const byNumber = new Map(bound.map((row) => [row.number, row]))
  return rows.map((_, index) => boundTo(byNumber.get(index + 1)))
}
