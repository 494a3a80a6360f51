import { existsSync, readFileSync } from 'node:fs'
import { pino } from 'pino'
import { describe, expect, test, vi } from 'vitest'
import type { Db } from '#db/client'
import { claimImportFile, findImportFile } from '#db/queries/import-files'
import { countImportRows } from '#db/queries/import-rows'
import type { ImportId } from '#domain/ids'
import type { JudgedRow } from '#domain/imports/judge-rows'
import { operator } from '#domain/people/participants'
import { readImportAgain } from '#server/commands/imports/read-again'
import { uploadImport } from '#server/commands/imports/upload'
import { defaultImportLimits } from '#server/formats/in/limits'
import { readInChild } from '#server/workers/child/read-in-child'
import { ChildFailed, runChild } from '#server/workers/child/run-child'
import { openImportReader } from '#server/workers/import-reader'
import { onEachEngine } from '#tests/engines'
import { aMeeting } from '#tests/factories'
import { bytesOf, paragraph, wordFile } from '#tests/import-files'

const module = new URL('../tasks/misbehave.ts', import.meta.url)
const limits = { memoryMegabytes: 64, seconds: 30 }
const silent = pino({ level: 'silent' })

describe('a process for what strangers send', () => {
  const failureOf = async (job: string, more: { seconds?: number; signal?: AbortSignal } = {}) => {
    const { seconds = limits.seconds, signal } = more
    const task = {
      module,
      job,
      bytes: new Uint8Array(),
      signal,
      limits: { ...limits, seconds },
      onMessage: () => undefined,
    }
    const error = await runChild(task).catch((caught: unknown) => caught)
    return error instanceof ChildFailed ? error.code : error
  }

  test('gets the file, and none of this one’s secrets', async () => {
    const messages: unknown[] = []
    process.env['SESSION_SECRET'] = 'secret'
    await runChild({
      module,
      job: 'echo',
      bytes: new Uint8Array(3_000_000),
      limits,
      onMessage: (entry) => void messages.push(entry),
    })
    delete process.env['SESSION_SECRET']
    expect(messages).toEqual([{ length: 3_000_000, hasSecrets: false }])
  })

  test('is ended when it takes too long, and this process goes on meanwhile', async () => {
    let turns = 0
    const timer = setInterval(() => (turns += 1), 10)
    expect(await failureOf('loop', { seconds: 3 })).toBe('too-slow')
    clearInterval(timer)
    expect(turns).toBeGreaterThan(20)
  })

  test('is ended when it uses too much memory, when it dies, when it throws, and when it is cancelled', async () => {
    expect(await failureOf('grow')).toBe('too-much-memory')
    expect(await failureOf('die')).toBe('ended')
    expect(await failureOf('throw')).toBe('ended')
    const controller = new AbortController()
    const cancelled = failureOf('loop', { signal: controller.signal })
    controller.abort()
    expect(await cancelled).toBe('cancelled')
  })
})

describe('a file that is read apart', () => {
  const job = { options: {}, limits: defaultImportLimits, names: [], present: [] as [string, string[]][] }
  const readAll = async (name: string, bytes: Uint8Array) => {
    const rows: JudgedRow[] = []
    await readInChild({
      job: { ...job, name },
      bytes,
      onFile: () => undefined,
      onRows: (some) => void rows.push(...some),
    })
    return rows
  }

  test('arrives whole, however long it is', async () => {
    const lines = Array.from(
      { length: 1_234 },
      (_, at) => `States should take step ${String(at)} without delay.`,
    )
    const rows = await readAll('a.txt', bytesOf(lines.join('\n')))
    expect(rows.map(({ row }) => row.line)).toEqual(lines.map((_, at) => at + 1))
  })

  test('is refused where it unpacks to far more than it is', async () => {
    const bomb = wordFile(paragraph('a').repeat(300_000))
    expect(bomb.length).toBeLessThan(300_000)
    await expect(readAll('bomb.docx', bomb)).rejects.toMatchObject({ code: 'too-many-elements' })
  })

  test.skipIf(!existsSync('../shared/cases'))(
    'the bombs among the known cases (skipped where they are not beside the project)',
    async () => {
      for (const [name, code] of [
        ['bomb-20MB-xml.docx', 'too-many-elements'],
        ['entities.docx', 'unsafe'],
        ['xxe.docx', 'unsafe'],
        ['truncated.docx', 'broken'],
        ['encrypted.docx', 'old-or-encrypted'],
      ] as const) {
        await expect(readAll(name, readFileSync(`../shared/cases/${name}`)), name).rejects.toMatchObject({
          code,
        })
      }
    },
  )
})

onEachEngine('the reader of imports', (newDatabase) => {
  const upload = async (db: Db, text: string): Promise<ImportId> => {
    const place = await aMeeting(db)
    const result = await uploadImport(db, operator, {
      ...place,
      name: 'a.txt',
      bytes: bytesOf(text),
      options: {},
    })
    if (!result.ok) throw new Error(result.refusal)
    return result.import
  }
  const settled = async (db: Db, id: ImportId) => {
    const find = async () => {
      const file = await findImportFile(db, id)
      return file && file.status !== 'waiting' && file.status !== 'reading' ? file : undefined
    }
    const file = await vi.waitUntil(find, { timeout: 30_000, interval: 50 })
    if (!file) throw new Error('The file was not read.')
    return file
  }

  test('reads files one after the other, and keeps what they say', async () => {
    const db = await newDatabase()
    const [one, other] = [
      await upload(db, 'States should act at once.'),
      await upload(db, 'States should train judges.\nSTATS'),
    ]
    const reader = openImportReader({ db, limits: defaultImportLimits, logger: silent })
    expect(await settled(db, one)).toMatchObject({ status: 'ready', facts: { format: 'text' } })
    expect(await settled(db, other)).toMatchObject({ status: 'ready' })
    expect(await countImportRows(db, other)).toMatchObject({ all: 2, taken: 1, refused: 1 })
    await reader.close()
  })

  test('takes up what a server that died was reading, and says why a file cannot be read', async () => {
    const db = await newDatabase()
    const id = await upload(db, ' ')
    await claimImportFile(db, new Date(), new Date(Date.now() - 1))
    const reader = openImportReader({ db, limits: defaultImportLimits, logger: silent })
    expect(await settled(db, id)).toMatchObject({ status: 'refused', refusal: 'nothing', reading: 2 })
    await reader.close()
  })

  test('two spellings of one name are listed once', async () => {
    const db = await newDatabase()
    const id = await upload(
      db,
      "Text\tFrom\tTags\nStates should act at once.\tFriends’ Group\tRule of law\nCourts should learn from it.\tFRIENDS' GROUP\trule of Law\n",
    )
    const reader = openImportReader({ db, limits: defaultImportLimits, logger: silent })
    expect((await settled(db, id)).names).toEqual({
      proposers: { 'Friends’ Group': 2 },
      tags: { 'Rule of law': 2 },
      topics: {},
    })
    await reader.close()
  })

  test('drops a reading that is not wanted any more', async () => {
    const db = await newDatabase()
    const id = await upload(db, 'Les États devraient agir.\nLos Estados deberían actuar.')
    const reader = openImportReader({ db, limits: defaultImportLimits, logger: silent })
    await readImportAgain(db, operator, { import: id, options: { language: 'fr' }, topic: undefined })
    reader.cancel(id)
    reader.wake()
    expect(await settled(db, id)).toMatchObject({ status: 'ready', options: { language: 'fr' } })
    expect(await countImportRows(db, id)).toMatchObject({ all: 2 })
    await reader.close()
  })
})
