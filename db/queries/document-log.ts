import type Database from 'better-sqlite3'
import type pg from 'pg'
import type { DocumentId, ParticipantId } from '#domain/ids'
import { engineOf, type Db } from '../client'
import { channel, largestNotice, processId } from '../notifications'

/** One update on its way into the log of an open document. */
export type NewEntry = {
  document: DocumentId
  payload: Uint8Array
  participant: ParticipantId
  /** The access version for which the sender's right to write was decided. */
  accessVersion: number
}

/** The id of an entry, or undefined where its document's access version has moved: decide again. */
export type Appended = number | undefined

/**
 * Appends updates to the logs of their documents in one transaction; they are durable when this returns. The access
 * versions cannot move before: a command that takes the right to write away waits, or this sees what it did.
 */
export function appendToLogs(db: Db, entries: readonly NewEntry[], at: Date): Promise<Appended[]> {
  const engine = engineOf(db)
  if ('postgres' in engine) return appendOnPostgres(engine.postgres, entries, at)
  // Only while nothing else uses the connection: a command may be in the middle of its transaction.
  return db.connection().execute(async () => appendOnSqlite(engine.sqlite, entries, at))
}

type SqliteStatements = Record<'begin' | 'version' | 'insert' | 'commit' | 'rollback', Database.Statement>
const prepared = new WeakMap<Database.Database, SqliteStatements>()

function statementsOf(database: Database.Database): SqliteStatements {
  const known = prepared.get(database)
  if (known) return known
  const made = {
    begin: database.prepare('begin immediate'),
    version: database.prepare('select access_version from document where id = ?').pluck(),
    insert: database.prepare(
      'insert into document_update (document_id, payload, participant_id, at) values (?, ?, ?, ?)',
    ),
    commit: database.prepare('commit'),
    rollback: database.prepare('rollback'),
  }
  prepared.set(database, made)
  return made
}

function appendOnSqlite(database: Database.Database, entries: readonly NewEntry[], at: Date): Appended[] {
  const { begin, version, insert, commit, rollback } = statementsOf(database)
  const instant = at.toISOString()
  begin.run()
  try {
    const ids = entries.map(({ document, payload, participant, accessVersion }) =>
      version.get(document) === accessVersion
        ? Number(insert.run(document, payload, participant, instant).lastInsertRowid)
        : undefined,
    )
    commit.run()
    return ids
  } catch (error) {
    if (database.inTransaction) rollback.run()
    throw error
  }
}

/**
 * One statement, one round trip: lock, append, notify. The locks are taken in the order of the documents' ids, and
 * before any number of the log is given, so that the numbers of a document's log follow the order of its commits.
 */
const postgresStatement = `
  with entry as (
    select * from unnest($1::text[], $2::bytea[], $3::text[], $4::int[])
      with ordinality as entry (document_id, payload, participant_id, access_version, number)
  ), locked as materialized (
    select id, access_version from document where id = any ($1::text[]) order by id for update
  ), added as (
    insert into document_update (document_id, payload, participant_id, at)
    select document_id, payload, participant_id, $5
    from entry join locked on locked.id = document_id and locked.access_version = entry.access_version
    order by number
    returning id, document_id, payload
  ), notices as (
    select
      json_build_object('from', $7::text, 'entries', json_agg(json_build_object(
        'document', document_id, 'id', id, 'update', translate(encode(payload, 'base64'), chr(10), '')
      ) order by id))::text as whole,
      json_build_object('from', $7::text, 'documents', json_agg(distinct document_id))::text as brief,
      json_build_object('from', $7::text, 'changed', true)::text as least
    from added having count(*) > 0
  )
  select
    (select json_agg(id order by id) from added) as ids,
    (select json_object_agg(id, access_version) from locked) as versions,
    (select pg_notify($6, case
      when length(whole) <= $8 then whole when length(brief) <= $8 then brief else least end) from notices)`

type PostgresRow = { ids: number[] | null; versions: Record<string, number> | null }

async function appendOnPostgres(pool: pg.Pool, entries: readonly NewEntry[], at: Date): Promise<Appended[]> {
  const { rows } = await pool.query<PostgresRow>({
    name: 'append-to-logs',
    text: postgresStatement,
    values: [
      entries.map((entry) => entry.document),
      // A view of its bytes: the driver knows buffers only.
      entries.map(({ payload }) => Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength)),
      entries.map((entry) => entry.participant),
      entries.map((entry) => entry.accessVersion),
      at.toISOString(),
      channel,
      processId,
      largestNotice,
    ],
  })
  const { ids, versions } = rows[0] ?? {}
  let next = 0
  return entries.map(({ document, accessVersion }) =>
    versions?.[document] === accessVersion ? ids?.[next++] : undefined,
  )
}
