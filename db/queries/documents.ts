import { sql } from 'kysely'
import * as Y from 'yjs'
import type { AmendmentId, DelegationId, DocumentId, ParticipantId } from '#domain/ids'
import type { Language } from '#domain/languages'
import { documentKinds, type DocumentKind } from '#domain/text/document-kinds'
import { capabilitiesOf, type Db, type Tx } from '../client'
import { notifyProcesses } from '../notifications'
import { oneOf } from './stored'

/** One entry of a document's log: what one sender sent, in the order in which it became durable. */
export type LogEntry = {
  id: number
  document: DocumentId
  payload: Uint8Array
  participant: ParticipantId | undefined
  at: Date
  /** The entry at which the text read as this one makes it read again. */
  restores?: number | undefined
}

/** To whom the words belong that a session wrote, by its base id; bound once, for ever. */
export type DocumentAuthor = {
  base: number
  participant: ParticipantId | undefined
  amendment: AmendmentId | undefined
  delegations: readonly DelegationId[]
}

export async function insertDocument(
  tx: Tx,
  document: { id: DocumentId; kind: DocumentKind; language: Language; at: Date },
): Promise<void> {
  const { id, kind, language, at } = document
  await tx.insertInto('document').values({ id, kind, language, created_at: at.toISOString() }).execute()
}

/** The kind of each document; those that do not exist are left out. */
export async function listDocumentKinds(
  db: Db,
  documents: readonly string[],
): Promise<Map<string, DocumentKind>> {
  if (documents.length === 0) return new Map()
  const rows = await db.selectFrom('document').select(['id', 'kind']).where('id', 'in', documents).execute()
  return new Map(rows.map(({ id, kind }) => [id, oneOf(documentKinds, kind)]))
}

export async function findDocument(
  db: Db,
  id: string,
): Promise<{ kind: DocumentKind; accessVersion: number } | undefined> {
  const row = await db
    .selectFrom('document')
    .select(['kind', 'access_version'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row && { kind: oneOf(documentKinds, row.kind), accessVersion: row.access_version }
}

/** Rows of one statement; both engines bound the number of its parameters. */
const rowsPerStatement = 1_000

/** Adds entries to the end of the documents' logs, in their order. @returns their ids, which order the log. */
export async function appendDocumentUpdates(
  tx: Tx,
  entries: readonly Omit<LogEntry, 'id'>[],
): Promise<number[]> {
  const ids: number[] = []
  for (let start = 0; start < entries.length; start += rowsPerStatement) {
    const rows = await tx
      .insertInto('document_update')
      .values(
        entries.slice(start, start + rowsPerStatement).map((entry) => ({
          document_id: entry.document,
          payload: entry.payload,
          participant_id: entry.participant ?? null,
          at: entry.at.toISOString(),
          restores_id: entry.restores ?? null,
        })),
      )
      .returning('id')
      .execute()
    // Numbers are given in the order of the values; the order in which they are returned is promised by no one.
    ids.push(...rows.map((row) => row.id).sort((a, b) => a - b))
  }
  return ids
}

/** Adds one entry to the end of a document's log. @returns its id. */
export async function appendDocumentUpdate(tx: Tx, entry: Omit<LogEntry, 'id'>): Promise<number> {
  // Numbers are given before commits are: without the lock a reader could pass over one that commits later.
  if (capabilitiesOf(tx).concurrentWriters) {
    await tx.selectFrom('document').select('id').where('id', '=', entry.document).forUpdate().execute()
  }
  const [id] = await appendDocumentUpdates(tx, [entry])
  if (id === undefined) throw new Error('The log gave no number.')
  await notifyProcesses(tx, { documents: [entry.document] })
  return id
}

/**
 * The log of a document, oldest first.
 * @param range entries later than `after` and not later than `upTo`; without it, all.
 */
export async function listDocumentUpdates(
  db: Db,
  document: DocumentId,
  { after = 0, upTo }: { after?: number; upTo?: number | undefined } = {},
): Promise<LogEntry[]> {
  let query = db
    .selectFrom('document_update')
    .selectAll()
    .where('document_id', '=', document)
    .where('id', '>', after)
  if (upTo !== undefined) query = query.where('id', '<=', upTo)
  const rows = await query.orderBy('id').execute()
  return rows.map((row) => ({
    id: row.id,
    document: row.document_id as DocumentId,
    payload: row.payload,
    participant: (row.participant_id ?? undefined) as ParticipantId | undefined,
    at: new Date(row.at),
    restores: row.restores_id ?? undefined,
  }))
}

/** What a document began with. */
export async function getFirstDocumentUpdate(db: Db, document: DocumentId): Promise<Uint8Array> {
  const row = await db
    .selectFrom('document_update')
    .select('payload')
    .where('document_id', '=', document)
    .orderBy('id')
    .limit(1)
    .executeTakeFirstOrThrow()
  return row.payload
}

/** The entries of several logs, the oldest first: for texts that few entries make up. */
export async function listDocumentLogs(
  db: Db,
  documents: readonly DocumentId[],
): Promise<Map<DocumentId, Uint8Array[]>> {
  const logs = new Map<DocumentId, Uint8Array[]>()
  if (documents.length === 0) return logs
  const rows = await db
    .selectFrom('document_update')
    .select(['document_id', 'payload'])
    .where('document_id', 'in', documents)
    .orderBy('id')
    .execute()
  for (const { document_id, payload } of rows) {
    const document = document_id as DocumentId
    logs.set(document, [...(logs.get(document) ?? []), payload])
  }
  return logs
}

export async function findDocumentSnapshot(
  db: Db,
  document: DocumentId,
): Promise<{ updateId: number; state: Uint8Array } | undefined> {
  const row = await db
    .selectFrom('document_snapshot')
    .select(['update_id', 'state'])
    .where('document_id', '=', document)
    .executeTakeFirst()
  return row && { updateId: row.update_id, state: row.state }
}

/** Keeps the newest snapshot: a slower process that finishes later does not put an older one in its place. */
export async function saveDocumentSnapshot(
  db: Db,
  snapshot: { document: DocumentId; updateId: number; state: Uint8Array; at: Date },
): Promise<void> {
  const values = {
    document_id: snapshot.document,
    update_id: snapshot.updateId,
    state: snapshot.state,
    at: snapshot.at.toISOString(),
  }
  await db
    .insertInto('document_snapshot')
    .values(values)
    .onConflict((conflict) =>
      conflict
        .column('document_id')
        .doUpdateSet(values)
        .where('document_snapshot.update_id', '<', snapshot.updateId),
    )
    .execute()
}

/** What makes up a document as the log has it now: the last snapshot, then the entries after it. */
export async function readStoredDocument(
  db: Db,
  document: DocumentId,
): Promise<{ updates: Uint8Array[]; lastUpdateId: number; entriesAfterSnapshot: number }> {
  const snapshot = await findDocumentSnapshot(db, document)
  const tail = await listDocumentUpdates(db, document, { after: snapshot?.updateId ?? 0 })
  return {
    updates: [...(snapshot ? [snapshot.state] : []), ...tail.map((entry) => entry.payload)],
    lastUpdateId: tail.at(-1)?.id ?? snapshot?.updateId ?? 0,
    entriesAfterSnapshot: tail.length,
  }
}

/** The same, made into a document. Deleted text is kept (`gc: false`). The caller destroys it when done. */
export async function loadDocument(
  db: Db,
  document: DocumentId,
): Promise<{ doc: Y.Doc; lastUpdateId: number }> {
  const { updates, lastUpdateId } = await readStoredDocument(db, document)
  const doc = new Y.Doc({ gc: false })
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update)
  })
  return { doc, lastUpdateId }
}

/**
 * The document as its log had it after an entry, made from the log alone: no snapshot is trusted. The caller
 * destroys it when done.
 */
export async function replayDocument(db: Db, document: DocumentId, upTo: number): Promise<Y.Doc> {
  const doc = new Y.Doc({ gc: false })
  const log = await listDocumentUpdates(db, document, { upTo })
  doc.transact(() => {
    for (const { payload } of log) Y.applyUpdate(doc, payload)
  })
  return doc
}

/** The last entry of each document's log; documents without any are left out. */
export async function listLastUpdateIds(
  db: Db,
  documents: readonly DocumentId[],
): Promise<Map<string, number>> {
  if (documents.length === 0) return new Map()
  const rows = await db
    .selectFrom('document_update')
    .select((eb) => ['document_id', eb.fn.max('id').as('last')])
    .where('document_id', 'in', documents)
    .groupBy('document_id')
    .execute()
  return new Map(rows.map((row) => [row.document_id, Number(row.last)]))
}

/**
 * Which entries have come to the logs of these documents since each was read, in their order. One parameter for
 * hundreds of documents: as many parameters would be compiled anew several times a second.
 */
export async function listNewerEntryIds(
  db: Db,
  read: readonly { document: DocumentId; after: number }[],
): Promise<Map<string, number[]>> {
  const isPostgres = capabilitiesOf(db).engine === 'postgres'
  const list = JSON.stringify(read)
  const since = isPostgres
    ? sql`(select value ->> 'document' as document, (value ->> 'after')::bigint as after
        from json_array_elements(${list}::json))`
    : sql`(select value ->> 'document' as document, value ->> 'after' as after from json_each(${list}))`
  const { rows } = await sql<{ document_id: string; id: number }>`
    select entry.document_id, entry.id from ${since} as since
    join document_update as entry on entry.document_id = since.document and entry.id > since.after
    order by entry.id`.execute(db)
  const newer = new Map<string, number[]>()
  for (const { document_id, id } of rows) newer.set(document_id, [...(newer.get(document_id) ?? []), id])
  return newer
}

/**
 * Binds the base id of a session to its author, once.
 * @returns the author it is bound to, which is another one if the id was taken.
 */
export async function bindDocumentAuthor(
  tx: Tx,
  document: DocumentId,
  author: DocumentAuthor,
  at: Date,
): Promise<DocumentAuthor> {
  await tx
    .insertInto('document_author')
    .values({
      document_id: document,
      base_id: String(author.base),
      participant_id: author.participant ?? null,
      amendment_id: author.amendment ?? null,
      delegations: JSON.stringify(author.delegations),
      since: at.toISOString(),
    })
    .onConflict((conflict) => conflict.columns(['document_id', 'base_id']).doNothing())
    .execute()
  const row = await tx
    .selectFrom('document_author')
    .selectAll()
    .where('document_id', '=', document)
    .where('base_id', '=', String(author.base))
    .executeTakeFirstOrThrow()
  return toAuthor(row)
}

/** Who wrote under which client id, the first ones first; what they were bound to never changes. */
export async function listDocumentAuthors(
  db: Db,
  document: DocumentId,
): Promise<(DocumentAuthor & { since: Date })[]> {
  const rows = await db
    .selectFrom('document_author')
    .selectAll()
    .where('document_id', '=', document)
    .orderBy('since')
    .execute()
  return rows.map((row) => ({ ...toAuthor(row), since: new Date(row.since) }))
}

/** Letters of a document that are copies: consecutive clocks, and the letters that were written first. */
export type LetterOrigin = {
  client: number
  clock: number
  length: number
  origin: { document: DocumentId; client: number; clock: number }
}

/** Records which letters of a new text are copies of which others. */
export async function insertDocumentOrigins(
  tx: Tx,
  document: DocumentId,
  origins: readonly LetterOrigin[],
): Promise<void> {
  for (let start = 0; start < origins.length; start += rowsPerStatement) {
    const rows = origins.slice(start, start + rowsPerStatement).map(({ client, clock, length, origin }) => ({
      document_id: document,
      client,
      clock,
      length,
      origin_document_id: origin.document,
      origin_client: origin.client,
      origin_clock: origin.clock,
    }))
    await tx.insertInto('document_origin').values(rows).execute()
  }
}

/** Which letters of a document are copies, in the order of their client ids and clocks. */
export async function listDocumentOrigins(db: Db, document: DocumentId): Promise<LetterOrigin[]> {
  const rows = await db
    .selectFrom('document_origin')
    .selectAll()
    .where('document_id', '=', document)
    .orderBy('client')
    .orderBy('clock')
    .execute()
  return rows.map((row) => ({
    client: row.client,
    clock: row.clock,
    length: row.length,
    origin: {
      document: row.origin_document_id as DocumentId,
      client: row.origin_client,
      clock: row.origin_clock,
    },
  }))
}

/**
 * To be called in the transaction of every command that changes who may edit a document, or decides by its words,
 * before these are read: the sync server decides again before it takes another update, so no edit slips in between
 * what is read and what is decided.
 */
export async function raiseAccessVersion(tx: Tx, document: DocumentId): Promise<void> {
  await tx
    .updateTable('document')
    .set({ access_version: sql`access_version + 1` })
    .where('id', '=', document)
    .execute()
  await notifyProcesses(tx, { changed: true })
}

/** The access versions of several documents. */
export async function listAccessVersions(db: Db, ids: readonly DocumentId[]): Promise<Map<string, number>> {
  const isWanted =
    capabilitiesOf(db).engine === 'postgres'
      ? sql`id = any (${ids})`
      : sql`id in (select value from json_each(${JSON.stringify(ids)}))`
  const { rows } = await sql<{ id: string; access_version: number }>`
    select id, access_version from document where ${isWanted}`.execute(db)
  return new Map(rows.map((row) => [row.id, row.access_version]))
}

function toAuthor(row: {
  base_id: string
  participant_id: string | null
  amendment_id: string | null
  delegations: string
}): DocumentAuthor {
  return {
    base: Number(row.base_id),
    participant: (row.participant_id ?? undefined) as ParticipantId | undefined,
    amendment: (row.amendment_id ?? undefined) as AmendmentId | undefined,
    delegations: JSON.parse(row.delegations) as DelegationId[],
  }
}
