import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, inject, test } from 'vitest'
import { readAllRows } from '#db/backup'
import { openDatabase } from '#db/client'
import { migrate } from '#db/migrate'
import { openSample } from '#server/sample'
import { makePostgresDatabase } from '#tests/engines'
import { aDraft } from '#tests/factories'

const folder = mkdtempSync(join(tmpdir(), 'rapporteur-backup-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Answer = { code: number; out: string; err: string }

/** The command line on one database, as the environment names it. */
function rapporteur(environment: Record<string, string>, ...words: string[]): Promise<Answer> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--import', 'tsx', 'server/cli.ts', ...words],
      { env: { ...process.env, ...environment }, maxBuffer: 50_000_000 },
      (_error, out, err) => resolve({ code: child.exitCode ?? 1, out, err }),
    )
  })
}

async function rowsOf(url: string): Promise<Record<string, string[]>> {
  const db = openDatabase(url)
  const found: Record<string, string[]> = {}
  for await (const { table, rows } of readAllRows(db)) {
    const said = rows.map((row) =>
      JSON.stringify(row.map((value) => (value instanceof Uint8Array ? [...value] : value))),
    )
    found[table] = [...(found[table] ?? []), ...said].sort()
  }
  await db.destroy()
  return found
}

test('what SQLite holds goes into PostgreSQL and back, row by row, is intact and is written on', async () => {
  const [from, back] = [join(folder, 'from'), join(folder, 'back')]
  const db = openDatabase(join(from, 'rapporteur.sqlite'))
  await migrate(db)
  await openSample(db, new Date())
  const made = await makePostgresDatabase(inject('postgresUrl'))
  try {
    const file = join(folder, 'one.backup')
    expect(await rapporteur({ DATA_DIR: from }, 'backup', file)).toMatchObject({ code: 0, err: '' })
    // What is there is not overwritten, neither a file nor a database.
    expect((await rapporteur({ DATA_DIR: from }, 'backup', file)).err).toContain('already')
    expect((await rapporteur({ DATA_DIR: from }, 'restore', file)).err).toContain('not empty')
    const postgres = { DATABASE_URL: made.url, DATA_DIR: from }
    expect(await rapporteur(postgres, 'restore', file)).toMatchObject({ code: 0, err: '' })
    expect(await rowsOf(made.url)).toEqual(await rowsOf(join(from, 'rapporteur.sqlite')))
    expect((await rapporteur(postgres, 'verify')).code).toBe(0)
    const other = openDatabase(made.url)
    await aDraft(other, { text: 'Written after it was restored.' })
    await other.destroy()
    const second = join(folder, 'two.backup')
    expect(await rapporteur(postgres, 'backup', second)).toMatchObject({ code: 0 })
    expect(await rapporteur({ DATA_DIR: back }, 'restore', second)).toMatchObject({ code: 0, err: '' })
    expect(await rowsOf(join(back, 'rapporteur.sqlite'))).toEqual(await rowsOf(made.url))
    expect((await rapporteur({ DATA_DIR: back }, 'verify')).code).toBe(0)
  } finally {
    await db.destroy()
    await made.remove()
  }
}, 180_000)

test('a backup that was cut short, and what is none, restores nothing', async () => {
  const [from, empty] = [join(folder, 'cut'), join(folder, 'empty')]
  const db = openDatabase(join(from, 'rapporteur.sqlite'))
  await migrate(db)
  await aDraft(db)
  await db.destroy()
  const file = join(folder, 'whole.backup')
  await rapporteur({ DATA_DIR: from }, 'backup', file)
  const whole = readFileSync(file)
  writeFileSync(join(folder, 'short.backup'), whole.subarray(0, whole.length / 2))
  writeFileSync(join(folder, 'none.backup'), 'States should share evidence.')
  for (const name of ['short.backup', 'none.backup', 'absent.backup']) {
    const answer = await rapporteur({ DATA_DIR: empty }, 'restore', join(folder, name))
    expect(answer.code, name).toBe(1)
    expect(answer.err.trim().split('\n'), name).toHaveLength(1)
    expect((await rowsOf(join(empty, 'rapporteur.sqlite')))['participant'], name).toEqual([])
  }
}, 180_000)
