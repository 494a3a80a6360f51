import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '#db/client'
import { migrate } from '#db/migrate'
import { openSample } from '#server/sample'

const folder = mkdtempSync(join(tmpdir(), 'rapporteur-command-line-'))

beforeAll(async () => {
  const db = openDatabase(join(folder, 'rapporteur.sqlite'))
  await migrate(db)
  await openSample(db, new Date())
  await db.destroy()
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Answer = { code: number; out: string; err: string }

const rapporteur = (...words: string[]) => rapporteurIn(folder, words)

function rapporteurIn(dataDir: string, words: string[]): Promise<Answer> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--import', 'tsx', 'server/cli.ts', ...words],
      { env: { ...process.env, DATA_DIR: dataDir }, maxBuffer: 50_000_000 },
      (_error, out, err) => resolve({ code: child.exitCode ?? 1, out, err }),
    )
  })
}

const json = (answer: Answer) => JSON.parse(answer.out) as unknown

test('the sample’s participants are listed with their delegations', async () => {
  const people = json(await rapporteur('participant', 'list', '--json')) as Record<string, unknown>[]
  expect(people).toContainEqual(expect.objectContaining({ role: 'chair', delegation: null }))
  expect(people).toContainEqual(expect.objectContaining({ role: 'delegate', delegation: 'BRA' }))
})

test('a file is imported, with what was refused and repeated; --dry-run writes nothing', async () => {
  const meetings = json(await rapporteur('meeting', 'list', '--json')) as { id: string }[]
  const meeting = meetings.at(-1)?.id ?? ''
  const file = join(folder, 'items.csv')
  writeFileSync(
    file,
    'recommendation;state\nStates should pool their figures.;Norway\nSTATS\nstates should pool their figures;\n',
  )
  const dry = await rapporteur('import', file, '--meeting', meeting, '--dry-run', '--json')
  const real = await rapporteur(
    'import',
    file,
    '--meeting',
    meeting,
    '--map',
    'text=recommendation,proposer=state',
    '--json',
  )
  for (const answer of [dry, real]) {
    expect(answer.code).toBe(0)
    expect(json(answer)).toMatchObject({
      imported: 1,
      refused: [{ line: 3, reason: 'no-sentence' }],
      duplicates: [{ line: 4, of: 2 }],
    })
  }
  const again = await rapporteur('import', file, '--meeting', meeting, '--json')
  expect(again.code).toBe(1)
  expect(json(again)).toMatchObject({ imported: 0 })
})

test('a reader who has had enough is no failure', async () => {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'server/cli.ts', 'participant', 'list', '--json'],
    {
      env: { ...process.env, DATA_DIR: folder },
    },
  )
  // As `head` does: gone before the first line.
  child.stdout.destroy()
  const complaints: Buffer[] = []
  child.stderr.on('data', (data: Buffer) => complaints.push(data))
  const [code] = (await once(child, 'close')) as [number | null]
  expect(Buffer.concat(complaints).toString()).toBe('')
  expect(code).toBe(0)
})

test('everything verifies, until somebody alters the database', async () => {
  expect(await rapporteur('verify')).toMatchObject({ code: 0 })
  const db = openDatabase(join(folder, 'rapporteur.sqlite'))
  const before = await db.selectFrom('version').select(['id', 'content']).limit(1).executeTakeFirstOrThrow()
  const set = (content: string) =>
    db.updateTable('version').set({ content }).where('id', '=', before.id).execute()
  await set(JSON.stringify({ blocks: [] }))
  expect(await rapporteur('verify')).toMatchObject({ code: 1 })
  await set(before.content)
  await db.destroy()
  expect(await rapporteur('verify')).toMatchObject({ code: 0 })
})

test('verify makes nothing where there is no database', async () => {
  const nowhere = join(folder, 'elsewhere')
  const answer = await rapporteurIn(nowhere, ['verify'])
  expect(answer).toMatchObject({ code: 1 })
  expect(answer.err).toContain('There is no database at')
  expect(existsSync(nowhere)).toBe(false)
})

test('what goes wrong is one clear line and exit code 1', async () => {
  const cases = [
    ['import', 'absent.csv', '--meeting', 'x'],
    ['import'],
    ['export', 'nothing', '--format', 'docx'],
    ['dance'],
    ['import', '--what'],
  ]
  for (const words of cases) {
    const answer = await rapporteur(...words)
    expect(answer.code, words.join(' ')).toBe(1)
    expect(answer.err.trim().split('\n'), words.join(' ')).toHaveLength(1)
    expect(answer.err).not.toContain('    at ')
  }
})

test('verify takes several files, names each, and fails where one of them does', async () => {
  const files = ['one.json', 'two.json', 'missing.json'].map((name) => join(folder, name))
  for (const file of files.slice(0, 2)) writeFileSync(file, '{"id":"nothing"}')
  const checked = await rapporteur('verify', ...files)
  expect(checked.code).toBe(1)
  expect(checked.out.trim().split('\n')).toEqual([
    expect.stringContaining('one.json is not ours'),
    expect.stringContaining('two.json is not ours'),
    expect.stringContaining('missing.json cannot be read'),
  ])
  expect(json(await rapporteur('verify', ...files, '--json'))).toMatchObject({
    ok: false,
    files: [
      { file: files[0], is: 'not-ours' },
      { file: files[1], is: 'not-ours' },
      { file: files[2], is: 'unreadable' },
    ],
  })
})
