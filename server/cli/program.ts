import { openDatabase, type Db } from '#db/client'
import { migrate } from '#db/schema'
import { readEnvironment } from '../env'

/** What a person must mend; printed as one line, with exit code 1. */
export class CommandError extends Error {}

export type Command = {
  /** One line of what it does, for the list of commands. */
  summary: string
  /** Shown with `--help`. */
  help: string
  /** @returns the exit code. @throws CommandError */
  run: (words: string[], db: Db) => Promise<number>
}

/** Opens the database that the environment names, brought up to date. */
export async function withDatabase<Answer>(work: (db: Db) => Promise<Answer>): Promise<Answer> {
  const db = openDatabase(readEnvironment().databaseUrl)
  try {
    await migrate(db)
    return await work(db)
  } finally {
    await db.destroy()
  }
}

export const print = (line: string): void => void process.stdout.write(`${line}\n`)
export const printJson = (value: unknown): void => print(JSON.stringify(value))
