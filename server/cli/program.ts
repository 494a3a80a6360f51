import { existsSync } from 'node:fs'
import { isPostgresAddress, openDatabase, type Db } from '#db/client'
import { ForeignDatabaseError, migrate, refuseForeignDatabase } from '#db/migrate'
import { readEnvironment } from '#server/env'

/** What a person must mend; printed as one line, with exit code 1. */
export class CommandError extends Error {}

export type Command = {
  /** One line of what it does, for the list of commands. */
  summary: string
  /** Shown with `--help`. */
  help: string
} & (
  | {
      /** `as-it-is`: the command only reads, and nothing is made where there is no database. */
      database?: 'as-it-is'
      /** @returns the exit code. @throws CommandError */
      run: (words: string[], db: Db) => Promise<number>
    }
  | {
      /** The command needs no database. */
      database: 'none'
      run: (words: string[]) => Promise<number>
    }
)

async function openAndMigrate(url: string): Promise<Db> {
  let db: Db | undefined
  try {
    db = openDatabase(url)
    await migrate(db)
    return db
  } catch (error) {
    await db?.destroy()
    throw unusable(error)
  }
}

function unusable(error: unknown): CommandError {
  if (error instanceof ForeignDatabaseError)
    return new CommandError(`The database cannot be used: ${error.message}.`)
  const reason = error instanceof Error ? error.message || error.name : String(error)
  return new CommandError(`DATABASE_URL or DATA_DIR does not lead to a usable database (${reason}).`)
}

/** Opens the database that the environment names, where there is one of this version; nothing is made or changed. */
export async function withDatabaseAsItIs<Answer>(work: (db: Db) => Promise<Answer>): Promise<Answer> {
  const { databaseUrl } = readEnvironment()
  if (!isPostgresAddress(databaseUrl) && !existsSync(databaseUrl))
    throw new CommandError(`There is no database at ${databaseUrl}. Is DATA_DIR right?`)
  const db = openDatabase(databaseUrl)
  try {
    const tables = await refuseForeignDatabase(db)
      .then(() => db.introspection.getTables())
      .catch((error: unknown) => {
        throw unusable(error)
      })
    if (!tables.some(({ name }) => name === 'checkpoint'))
      throw new CommandError('The database holds no record yet: start Rapporteur with it first.')
    return await work(db)
  } finally {
    await db.destroy()
  }
}

/** Opens the database that the environment names, brought up to date. */
export async function withDatabase<Answer>(work: (db: Db) => Promise<Answer>): Promise<Answer> {
  const db = await openAndMigrate(readEnvironment().databaseUrl)
  try {
    return await work(db)
  } finally {
    await db.destroy()
  }
}

/**
 * Anyone who reads may have had enough (`… | head -1`): that is no failure, and the work goes on to its end.
 * @throws whatever else becomes of the output.
 */
export function letReadersLeave(output: NodeJS.WritableStream = process.stdout): void {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}

export const print = (line: string): void => void process.stdout.write(`${line}\n`)
export const printJson = (value: unknown): void => print(JSON.stringify(value))
