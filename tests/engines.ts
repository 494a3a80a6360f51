import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { ulid } from 'ulid'
import { afterEach, describe, inject } from 'vitest'
import { openDatabase, type Db } from '#db/client'
import { migrate } from '#db/migrate'

export type NewDatabase = () => Promise<Db>
export const engines = ['sqlite', 'postgres'] as const
export type Engine = (typeof engines)[number]

/**
 * Runs the same tests on SQLite and on PostgreSQL. `newDatabase` gives an empty, migrated database of its own;
 * it is closed and removed after the test. `newDatabaseUrl` gives its address instead, for tests that start
 * server processes.
 */
export function onEachEngine(
  title: string,
  tests: (newDatabase: NewDatabase, engine: Engine, newDatabaseUrl: () => Promise<string>) => void,
): void {
  for (const engine of engines) {
    describe(`${title} (${engine})`, () => {
      const cleanUps: (() => Promise<void>)[] = []
      afterEach(async () => {
        for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
      })
      const newDatabaseUrl = async () => {
        const made =
          engine === 'sqlite' ? makeSqliteFile() : await makePostgresDatabase(inject('postgresUrl'))
        cleanUps.push(made.remove)
        return made.url
      }
      const newDatabase = async () => {
        const db = openDatabase(await newDatabaseUrl())
        cleanUps.push(() => db.destroy())
        await migrate(db)
        return db
      }
      tests(newDatabase, engine, newDatabaseUrl)
    })
  }
}

function makeSqliteFile() {
  const folder = mkdtempSync(join(tmpdir(), 'rapporteur-test-'))
  const remove = async () => rmSync(folder, { recursive: true, force: true })
  return { url: join(folder, 'rapporteur.sqlite'), remove }
}

/** An empty database of its own on a PostgreSQL server; the caller removes it. */
export async function makePostgresDatabase(server: string) {
  const name = `test_${ulid().toLowerCase()}`
  await onServer(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, remove: () => onServer(server, `drop database if exists ${name} with (force)`) }
}

async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
