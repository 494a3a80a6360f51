import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import {
  CompiledQuery,
  Kysely,
  PostgresAdapter,
  PostgresDialect,
  SqliteDialect,
  SqliteDriver,
  sql,
  type DatabaseConnection,
  type Driver,
  type SqliteDatabase,
  type SqliteStatement,
  type Transaction,
} from 'kysely'
import pg from 'pg'
import type { Tables } from './schema'

/** What the two engines do differently, by name: a query asks for the capability, never for the engine. */
export type Capabilities = {
  engine: 'sqlite' | 'postgres'
  /** Whether other processes may write at the same time, so that serialized appends need an explicit lock. */
  concurrentWriters: boolean
}

export type Db = Kysely<Tables>
export type Tx = Transaction<Tables>

/** Opens the database that `url` names: `postgres://…`, or a SQLite file's path. The caller closes it. */
export function openDatabase(url: string): Db {
  return isPostgresAddress(url) ? openPostgres(url) : openSqlite(url)
}

export const isPostgresAddress = (url: string): boolean => /^postgres(ql)?:\/\//.test(url)

/** A transaction takes the write lock at once: one that upgrades later fails when another process wrote meanwhile. */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }
}

/** How many statements are kept prepared; there are some hundreds of queries. */
const keptStatements = 500
/** What changes the schema may change what a prepared statement answers. */
const changesSchema = /^\s*(create|alter|drop)\b/i

/** Preparing a statement takes longer than running most of ours: each is prepared once. */
function withKeptStatements(database: Database.Database): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>()
  return {
    close: () => void database.close(),
    prepare: (sql) => {
      const known = kept.get(sql)
      if (known) return known
      const made = database.prepare(sql)
      if (changesSchema.test(sql) || kept.size >= keptStatements) kept.clear()
      else kept.set(sql, made)
      return made
    },
  }
}

class ImmediateSqliteDialect extends SqliteDialect {
  readonly #database: SqliteDatabase

  constructor(database: SqliteDatabase) {
    super({ database })
    this.#database = database
  }

  override createDriver(): Driver {
    return new ImmediateDriver({ database: this.#database })
  }
}

/** Makes a folder and those above it; Node's own way never ends where a file system takes no folders (/proc). */
export function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  mkdirSync(path)
}

/** What is under Kysely, for the few statements that run too often to be built and compiled each time. */
export type Engine = { sqlite: Database.Database } | { postgres: pg.Pool }
const engines = new WeakMap<Db, Engine>()

/** @param db as {@link openDatabase} returned it: neither a transaction nor a copy with plugins. */
export function engineOf(db: Db): Engine {
  const engine = engines.get(db)
  if (!engine) throw new Error('This is no database that was opened here.')
  return engine
}

/** Other accounts of the machine must not read it; SQLite gives its side files the same permissions. */
function keepPrivate(file: string): void {
  if (existsSync(file)) chmodSync(file, 0o600)
  else closeSync(openSync(file, 'a', 0o600))
}

function openSqlite(file: string): Db {
  makeFolder(dirname(file))
  keepPrivate(file)
  const database = new Database(file)
  database.pragma('journal_mode = WAL')
  // Durable before visible: a commit is on the disk before anyone else sees what it holds.
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  // Another process (the command line beside the server) may hold the write lock for a moment.
  database.pragma('busy_timeout = 10000')
  const db = new Kysely<Tables>({ dialect: new ImmediateSqliteDialect(withKeptStatements(database)) })
  engines.set(db, { sqlite: database })
  return db
}

function openPostgres(url: string): Db {
  const types = new pg.TypeOverrides()
  // Sequence numbers stay far below 2^53.
  types.setTypeParser(pg.types.builtins.INT8, Number)
  const pool = new pg.Pool({ connectionString: url, max: 10, types })
  // A broken connection is replaced by the pool, and its query fails; without listeners it would end the process,
  // whether it was idle or between two queries of a transaction.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  engines.set(db, { postgres: pool })
  return db
}

/** The capabilities of the engine behind a connection or a transaction. */
export function capabilitiesOf(db: Db): Capabilities {
  return db.getExecutor().adapter instanceof PostgresAdapter
    ? { engine: 'postgres', concurrentWriters: true }
    : { engine: 'sqlite', concurrentWriters: false }
}

/** Asks the database for an answer. @throws where it gives none. */
export async function pingDatabase(db: Db): Promise<void> {
  await sql`select 1`.execute(db)
}
