import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { z } from 'zod'
import {
  copyDatabaseInto,
  clearTables,
  continueSequences,
  isUnused,
  listTables,
  readAllRows,
  writeRows,
  type TableRows,
  type Value,
} from '#db/backup'
import { capabilitiesOf, openDatabase, type Db } from '#db/client'
import { CommandError, print, type Command } from './program'

/** The first line of a backup, and its last: a file that was cut short has no end. */
const first = z.object({ rapporteur: z.literal('backup'), version: z.literal(1) })
const last = z.object({ end: z.number() })
const cell = z.union([z.string(), z.number(), z.boolean(), z.null(), z.object({ bytes: z.string() })])
const page = z.object({ table: z.string(), columns: z.array(z.string()), rows: z.array(z.array(cell)) })

const packed = (value: Value) =>
  value instanceof Uint8Array ? { bytes: Buffer.from(value).toString('base64') } : value
const unpacked = (value: z.infer<typeof cell>): Value =>
  typeof value === 'object' && value !== null ? Buffer.from(value.bytes, 'base64') : value

export const backupCommand: Command = {
  summary: 'writes everything that the database holds into one file',
  help: `rapporteur backup FILE

The file is the same whichever the database is, and can be restored into either. It holds password hashes: keep it as
safe as the database. The server may go on running.`,
  run: async ([file, ...rest], db) => {
    if (!file || rest.length > 0) throw new CommandError('Into which file? rapporteur backup FILE')
    if (existsSync(file)) throw new CommandError(`There is a file ${file} already; it is left as it is.`)
    const part = `${file}.part`
    let rows = 0
    const lines = async function* (snapshot: Db) {
      yield `${JSON.stringify({ rapporteur: 'backup', version: 1 })}\n`
      for await (const { table, columns, rows: read } of readAllRows(snapshot)) {
        rows += read.length
        yield `${JSON.stringify({ table, columns, rows: read.map((row) => row.map(packed)) })}\n`
      }
      yield `${JSON.stringify({ end: rows })}\n`
    }
    const write = (snapshot: Db) =>
      pipeline(
        Readable.from(lines(snapshot)),
        createGzip(),
        createWriteStream(part, { mode: 0o600, flags: 'wx' }),
      )
    try {
      await withSnapshot(db, `${file}.copy`, write)
      await rename(part, file)
    } catch (error) {
      await rm(part, { force: true })
      if (isFileError(error)) throw new CommandError(`The file ${file} cannot be written (${error.code}).`)
      throw error
    }
    print(`${String(rows)} rows in ${file}.`)
    return 0
  },
}

/** Reads while others write: PostgreSQL keeps a snapshot by itself, of SQLite a copy is made. */
async function withSnapshot(db: Db, copy: string, work: (snapshot: Db) => Promise<void>): Promise<void> {
  if (capabilitiesOf(db).engine === 'postgres') {
    await db.transaction().setIsolationLevel('repeatable read').execute(work)
    return
  }
  let snapshot: Db | undefined
  try {
    await copyDatabaseInto(db, copy)
    snapshot = openDatabase(copy)
    await work(snapshot)
  } finally {
    await snapshot?.destroy()
    for (const rest of ['', '-wal', '-shm']) await rm(copy + rest, { force: true })
  }
}

export const restoreCommand: Command = {
  summary: 'fills an empty database with what a backup holds',
  help: `rapporteur restore FILE

Takes all of it or nothing. The database that the environment names must be empty, and the server not running on it;
rapporteur verify tells afterwards whether everything is as it was issued.`,
  run: async ([file, ...rest], db) => {
    if (!file || rest.length > 0) throw new CommandError('From which file? rapporteur restore FILE')
    if (!existsSync(file)) throw new CommandError(`There is no file ${file}.`)
    if (!(await isUnused(db))) {
      throw new CommandError('The database is not empty: restore into a new one (DATA_DIR or DATABASE_URL).')
    }
    const known = new Map((await listTables(db)).map(({ table, columns }) => [table, columns]))
    let rows = 0
    await db.transaction().execute(async (tx) => {
      await clearTables(tx)
      for await (const read of pagesOf(file)) {
        const columns = known.get(read.table)
        if (!columns || read.columns.some((column) => !columns.includes(column))) {
          throw new CommandError(
            `The backup is of a newer version: it has a ${read.table} that is not known.`,
          )
        }
        rows += read.rows.length
        await writeRows(tx, read)
      }
      await continueSequences(tx)
    })
    print(`${String(rows)} rows restored.`)
    return 0
  },
}

const damaged = () => new CommandError('The file is no backup, or it is damaged: nothing was restored.')

/** The rows of a backup, and an error at its end where that is missing. */
async function* pagesOf(file: string): AsyncGenerator<TableRows> {
  const unzipped = createReadStream(file).pipe(createGunzip())
  let rows = 0
  let state: 'new' | 'begun' | 'ended' = 'new'
  try {
    for await (const line of createInterface({ input: unzipped, crlfDelay: Infinity })) {
      const said: unknown = JSON.parse(line)
      if (state === 'new') {
        first.parse(said)
        state = 'begun'
      } else if (last.safeParse(said).data?.end === rows) {
        state = 'ended'
      } else {
        const read = page.parse(said)
        rows += read.rows.length
        yield { ...read, rows: read.rows.map((row) => row.map(unpacked)) }
      }
    }
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof SyntaxError || isFileError(error)) throw damaged()
    throw error
  }
  if (state !== 'ended') throw damaged()
}

const isFileError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error && /^(E[A-Z]+|Z_\w+)$/u.test(String(error.code))
