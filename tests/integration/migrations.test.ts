import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { dirname } from 'node:path'
import { sql } from 'kysely'
import { ulid } from 'ulid'
import { expect, test } from 'vitest'
import { openDatabase, type Db } from '#db/client'
import { ForeignDatabaseError, migrate, migrations } from '#db/migrate'
import { insertStatement, listStatements } from '#db/queries/positions'
import type { StatementId } from '#domain/ids'
import { paragraphsOf } from '#domain/text/content'
import { onEachEngine } from '../engines'
import { aTabledRecommendation } from '../factories'

/** Every table with what is in it: what a refused database must still hold. */
async function contentsOf(db: Db): Promise<Record<string, unknown[]>> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  const contents: Record<string, unknown[]> = {}
  for (const { name } of tables)
    contents[name] = (await sql`select * from ${sql.table(name)}`.execute(db)).rows
  return contents
}

async function withDatabase<Answer>(url: string, work: (db: Db) => Promise<Answer>): Promise<Answer> {
  const db = openDatabase(url)
  try {
    return await work(db)
  } finally {
    await db.destroy()
  }
}

/** A database as an earlier version left it: texts in a tree, migrations of other names. */
const anEarlierDatabase = (url: string) =>
  withDatabase(url, async (db) => {
    await db.schema
      .createTable('document')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .execute()
    await sql`insert into document (id) values ('an old text')`.execute(db)
    await db.schema
      .createTable('kysely_migration')
      .addColumn('name', 'varchar(255)', (c) => c.primaryKey())
      .addColumn('timestamp', 'varchar(255)', (c) => c.notNull())
      .execute()
    await sql`insert into kysely_migration values ('0001-first-schema', '2026-04-07T16:00:00Z')`.execute(db)
  })

/** A database of this version's schema whose texts have another shape. */
const aDatabaseOfAnotherShape = (url: string) =>
  withDatabase(url, async (db) => {
    await migrate(db)
    await db.updateTable('setting').set({ value: '2' }).where('name', '=', 'shape-version').execute()
  })

/** Runs one of our programs on a database. @returns its exit code and what it said. */
async function run(program: readonly string[], url: string) {
  const place = url.startsWith('postgres')
    ? { DATABASE_URL: url, DATA_DIR: tmpdir() }
    : { DATA_DIR: dirname(url) }
  const child = spawn(process.execPath, ['--import', 'tsx', ...program], {
    env: { ...process.env, ...place, PORT: '0', LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  const [code] = (await once(child, 'close')) as [number]
  return { code, said: said.trim() }
}

onEachEngine('the schema', (_newDatabase, _engine, newDatabaseUrl) => {
  test('an empty database gets all of it, once', async () => {
    await withDatabase(await newDatabaseUrl(), async (db) => {
      expect(await migrate(db)).toEqual(Object.keys(migrations))
      expect(await migrate(db)).toEqual([])
    })
  })

  for (const [what, make, says] of [
    ['an earlier version made', anEarlierDatabase, '0001-first-schema'],
    ['holds texts of another shape', aDatabaseOfAnotherShape, 'shape 2'],
  ] as const) {
    test(`a database that ${what} is refused, and nothing in it is touched`, async () => {
      const url = await newDatabaseUrl()
      await make(url)
      const before = await withDatabase(url, contentsOf)
      await withDatabase(url, (db) => expect(migrate(db)).rejects.toBeInstanceOf(ForeignDatabaseError))
      for (const program of [['server/index.ts'], ['server/cli.ts', 'verify']]) {
        const { code, said } = await run(program, url)
        expect(code).toBe(1)
        expect(said.split('\n')).toHaveLength(1)
        expect(said).toContain(says)
      }
      expect(await withDatabase(url, contentsOf)).toEqual(before)
    })
  }

  test('statements that were kept as lines are blocks afterwards', async () => {
    await withDatabase(await newDatabaseUrl(), async (db) => {
      await migrate(db)
      const { id: recommendation, by: delegate } = await aTabledRecommendation(db)
      const { delegation, participant } = delegate
      if (!delegation) throw new Error('A delegate has a delegation.')
      const id = ulid() as StatementId
      const about = { recommendation, delegation, kind: 'reservation', language: 'en' } as const
      const content = paragraphsOf('We reserve our position.\nFor three reasons.')
      await db
        .transaction()
        .execute((tx) => insertStatement(tx, { id, ...about, content, participant, at: new Date() }))
      await db.schema.alterTable('statement').renameColumn('content', 'body').execute()
      await sql`update statement set body = ${'We reserve our position.\n\nFor three reasons. '}`.execute(db)
      // This one alone: those after it have run, and the migrator takes them in their order only.
      await migrations['0180-statements-in-blocks']?.up(db)
      expect((await listStatements(db, [recommendation])).map((statement) => statement.content)).toEqual([
        content,
      ])
    })
  })
})
