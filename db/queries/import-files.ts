import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql, type Selectable } from 'kysely'
import { encodeTime } from 'ulid'
import type { ImportFileTable } from '#db/tables/imports'
import type { ImportId, MeetingId, ParticipantId, TopicId } from '#domain/ids'
import {
  type FileFacts,
  type ImportFile,
  type ReadOptions,
  type UnknownTable,
  type UsedNames,
} from '#domain/imports/import-file'
import { importIs, importStatuses, type ImportStatus } from '#domain/status'
import {
  fileFactsSchema,
  readOptionsSchema,
  unknownTableSchema,
  usedNamesSchema,
} from '#domain/imports/import-file-schema'
import { noMapping, type Mapping } from '#domain/imports/mapping'
import { mappingSchema } from '#domain/imports/mapping-schema'
import { capabilitiesOf, type Db, type Tx } from '../client'
import { oneOf } from './stored'

const columns = [
  'id',
  'meeting_id',
  'created_by',
  'created_at',
  'updated_at',
  'name',
  'size',
  'status',
  'reading',
  'progress',
  'refusal',
  'unknown_table',
  'options',
  'topic_id',
  'mapping',
  'facts',
  'names',
] as const
type Row = Pick<Selectable<ImportFileTable>, (typeof columns)[number]>

export async function insertImportFile(
  tx: Tx,
  file: Pick<
    ImportFile,
    'id' | 'meeting' | 'createdBy' | 'createdAt' | 'name' | 'size' | 'options' | 'topic'
  >,
): Promise<void> {
  const at = file.createdAt.toISOString()
  await tx
    .insertInto('import_file')
    .values({
      id: file.id,
      meeting_id: file.meeting,
      created_by: file.createdBy ?? null,
      created_at: at,
      updated_at: at,
      name: file.name,
      size: file.size,
      status: 'waiting',
      reading: 0,
      claimed_until: null,
      progress: 0,
      refusal: null,
      unknown_table: null,
      options: JSON.stringify(file.options),
      topic_id: file.topic ?? null,
      mapping: JSON.stringify(noMapping),
      facts: null,
      names: null,
    })
    .execute()
}

/** How much of a file is written or read at a time. */
const pieceBytes = 1_000_000

/** Keeps the bytes of a file that is about to be inserted, a commit for each piece: others are served between two. */
export async function insertImportBytes(db: Db, id: ImportId, bytes: Uint8Array): Promise<void> {
  for (let start = 0; start < bytes.byteLength; start += pieceBytes) {
    const piece = bytes.subarray(start, start + pieceBytes)
    await db
      .insertInto('import_piece')
      .values({ import_id: id, position: start / pieceBytes, bytes: piece })
      .execute()
    await nextTurn()
  }
}

export async function deleteImportBytes(db: Db, id: ImportId): Promise<void> {
  await db.deleteFrom('import_piece').where('import_id', '=', id).execute()
}

/** Bytes that were written before `before` and whose file never was, because the server ended in between. */
export async function deleteStrayBytes(db: Db, before: Date): Promise<void> {
  await db
    .deleteFrom('import_piece')
    .where('import_id', '<', encodeTime(before.getTime()))
    .where('import_id', 'not in', (eb) => eb.selectFrom('import_file').select('id'))
    .execute()
}

export async function findImportFile(db: Db, id: string): Promise<ImportFile | undefined> {
  const row = await db.selectFrom('import_file').select(columns).where('id', '=', id).executeTakeFirst()
  return row && toImportFile(row)
}

/** The files of a meeting that were not given up, the newest first. */
export async function listImportFiles(db: Db, meeting: MeetingId): Promise<ImportFile[]> {
  const rows = await db
    .selectFrom('import_file')
    .select(columns)
    .where('meeting_id', '=', meeting)
    .where('status', 'in', importIs.kept.statuses)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(50)
    .execute()
  return rows.map(toImportFile)
}

export async function findImportBytes(db: Db, id: ImportId): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = []
  for (;;) {
    const piece = await db
      .selectFrom('import_piece')
      .select('bytes')
      .where('import_id', '=', id)
      .where('position', '=', pieces.length)
      .executeTakeFirst()
    if (!piece) return pieces.length === 0 ? undefined : Buffer.concat(pieces)
    pieces.push(piece.bytes)
    await nextTurn()
  }
}

/**
 * Takes the next file that waits to be read, or whose reader has died, and keeps other processes from it until `until`.
 */
export async function claimImportFile(db: Db, now: Date, until: Date): Promise<ImportFile | undefined> {
  return db.transaction().execute(async (tx) => {
    const query = tx
      .selectFrom('import_file')
      .select(columns)
      .where((eb) =>
        eb.or([
          eb('status', 'in', importIs.waiting.statuses),
          eb.and([
            eb('status', 'in', importIs.reading.statuses),
            eb('claimed_until', '<', now.toISOString()),
          ]),
        ]),
      )
      .orderBy('updated_at')
      .limit(1)
    const row = await (
      capabilitiesOf(tx).concurrentWriters ? query.forUpdate().skipLocked() : query
    ).executeTakeFirst()
    if (!row) return undefined
    const reading = row.reading + 1
    await tx
      .updateTable('import_file')
      .set({ status: 'reading', reading, claimed_until: until.toISOString(), progress: 0 })
      .where('id', '=', row.id)
      .execute()
    return toImportFile({ ...row, status: 'reading', reading })
  })
}

/** One reading of a file: everything that it says is taken only while it is the newest. */
export type Reading = Pick<ImportFile, 'id' | 'reading'>

const ofReading = (db: Db, { id, reading }: Reading) =>
  db
    .updateTable('import_file')
    .where('id', '=', id)
    .where('reading', '=', reading)
    .where('status', 'in', importIs.reading.statuses)

/** False when the reading is not wanted any more. */
export async function setImportProgress(
  db: Db,
  reading: Reading,
  { progress, until }: { progress: number; until: Date },
): Promise<boolean> {
  const result = await ofReading(db, reading)
    .set({ progress, claimed_until: until.toISOString() })
    .executeTakeFirstOrThrow()
  return result.numUpdatedRows === 1n
}

export async function finishImportReading(
  db: Db,
  reading: Reading,
  found: { facts: FileFacts; names: UsedNames; at: Date },
): Promise<boolean> {
  const result = await ofReading(db, reading)
    .set({
      status: 'ready',
      progress: 1,
      claimed_until: null,
      refusal: null,
      unknown_table: null,
      facts: JSON.stringify(found.facts),
      names: JSON.stringify(found.names),
      updated_at: found.at.toISOString(),
    })
    .executeTakeFirstOrThrow()
  return result.numUpdatedRows === 1n
}

export async function refuseImportFile(
  db: Db,
  reading: Reading,
  { code, table, at }: { code: string; table: UnknownTable | undefined; at: Date },
): Promise<void> {
  await ofReading(db, reading)
    .set({
      status: 'refused',
      claimed_until: null,
      refusal: code,
      unknown_table: table ? JSON.stringify(table) : null,
      updated_at: at.toISOString(),
    })
    .execute()
}

/** Has a file read again; a reading that is going on is not wanted any more. False where it was written meanwhile. */
export async function readImportFileAgain(
  tx: Tx,
  file: Pick<ImportFile, 'id'>,
  { options, topic, at }: { options: ReadOptions; topic: TopicId | undefined; at: Date },
): Promise<boolean> {
  const result = await tx
    .updateTable('import_file')
    .set((eb) => ({
      status: 'waiting',
      reading: eb('reading', '+', 1),
      progress: 0,
      claimed_until: null,
      refusal: null,
      unknown_table: null,
      options: JSON.stringify(options),
      topic_id: topic ?? null,
      updated_at: at.toISOString(),
    }))
    .where('id', '=', file.id)
    .where('status', 'in', importIs.pending.statuses)
    .executeTakeFirstOrThrow()
  return result.numUpdatedRows === 1n
}

export async function setImportMapping(tx: Tx, id: ImportId, mapping: Mapping, at: Date): Promise<void> {
  await tx
    .updateTable('import_file')
    .set({ mapping: JSON.stringify(mapping), updated_at: at.toISOString() })
    .where('id', '=', id)
    .execute()
}

export async function setImportTopic(tx: Tx, id: ImportId, topic: TopicId, at: Date): Promise<void> {
  await tx
    .updateTable('import_file')
    .set({ topic_id: topic, updated_at: at.toISOString() })
    .where('id', '=', id)
    .execute()
}

/** Says that something of a file was changed: anyone who writes what they saw before is refused. */
export async function touchImportFile(tx: Tx, id: ImportId, at: Date): Promise<void> {
  await tx.updateTable('import_file').set({ updated_at: at.toISOString() }).where('id', '=', id).execute()
}

/** False when somebody moved it first. What is over keeps no bytes. */
export async function moveImportFile(
  tx: Tx,
  file: Pick<ImportFile, 'id' | 'status'>,
  to: Extract<ImportStatus, 'written' | 'undone' | 'discarded'>,
  at: Date,
): Promise<boolean> {
  const result = await tx
    .updateTable('import_file')
    .set({ status: to, updated_at: at.toISOString(), claimed_until: null })
    .where('id', '=', file.id)
    .where('status', '=', file.status)
    .executeTakeFirstOrThrow()
  if (result.numUpdatedRows !== 1n) return false
  await deleteImportBytes(tx, file.id)
  return true
}

/** Files that no one touched since `before` and that were never written. */
export async function listStaleImportFiles(
  db: Db,
  before: Date,
): Promise<Pick<ImportFile, 'id' | 'status'>[]> {
  const rows = await db
    .selectFrom('import_file')
    .select(['id', 'status'])
    .where('status', 'in', importIs.readable.statuses)
    .where('updated_at', '<', before.toISOString())
    .execute()
  return rows.map((row) => ({ id: row.id as ImportId, status: oneOf(importStatuses, row.status) }))
}

/** How many files wait to be read before this one. */
export async function countWaitingBefore(
  db: Db,
  file: Pick<ImportFile, 'id' | 'updatedAt'>,
): Promise<number> {
  const row = await db
    .selectFrom('import_file')
    .select(sql<number>`count(*)`.as('count'))
    .where('status', 'in', importIs.unread.statuses)
    .where('updated_at', '<', file.updatedAt.toISOString())
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

const parsed = (json: string): unknown => JSON.parse(json)

function toImportFile(row: Row): ImportFile {
  return {
    id: row.id as ImportId,
    meeting: row.meeting_id as MeetingId,
    createdBy: (row.created_by ?? undefined) as ParticipantId | undefined,
    createdAt: new Date(row.created_at),
    updatedAt: new Date(row.updated_at),
    name: row.name,
    size: row.size,
    status: oneOf(importStatuses, row.status),
    reading: row.reading,
    progress: row.progress,
    refusal: row.refusal ?? undefined,
    unknownTable: row.unknown_table ? unknownTableSchema.parse(parsed(row.unknown_table)) : undefined,
    options: readOptionsSchema.parse(parsed(row.options)),
    topic: (row.topic_id ?? undefined) as TopicId | undefined,
    mapping: mappingSchema.parse(parsed(row.mapping)),
    facts: row.facts ? fileFactsSchema.parse(parsed(row.facts)) : undefined,
    names: row.names ? usedNamesSchema.parse(parsed(row.names)) : undefined,
  }
}
