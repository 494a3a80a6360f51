import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Db } from '#db/client'
import { findLastCheckpoint } from '#db/queries/checkpoints'
import { findSigningKey, readEnvironment } from '#server/env'
import { publicKeyOf, readCheckpoint } from '#server/record/checkpoints'
import { verifyFile } from '#server/record/verify-file'
import { verifyRecord } from '#server/record/verify-record'
import { CommandError, print, printJson, type Command } from './program'

export const verifyCommand: Command = {
  database: 'as-it-is',
  summary:
    'derives the record from the events and the logs of texts, and names what differs; or checks a file',
  help: `rapporteur verify [--against CHECKPOINT-FILE] [--json]
rapporteur verify --checkpoint
rapporteur verify FILE … [--json]

The first derives statuses, people's roles, dispositions, submissions, lists and the authors of words from the events
and from the logs of texts, and compares them with the tables. With --against it also compares with a checkpoint that
was kept elsewhere. The second prints the newest signed checkpoint. The third says of each JSON, Word or PDF file
whether it is the issued one, and where it differs.

Exit code 0 when everything is as it was recorded or issued; 1 and what differs otherwise.`,
  run: async (words, db) => {
    const { values, positionals } = parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        checkpoint: { type: 'boolean', default: false },
        against: { type: 'string' },
      },
    })
    if (values.checkpoint) return printCheckpoint(db)
    if (positionals.length > 0) return checkFiles(db, positionals, values.json)
    const kept = values.against === undefined ? [] : [await readKept(values.against)]
    const key = findSigningKey(readEnvironment())
    const found = await verifyRecord(db, { publicKey: key && publicKeyOf(key), checkpoints: kept })
    const { differences, ...counts } = found
    const problems = differences.map(({ table, row, says }) => `${table} ${row}: ${says}.`)
    const ok = problems.length === 0
    if (values.json) printJson({ ok, ...counts, problems })
    else {
      for (const problem of problems) print(problem)
      print(
        `${String(counts.events)} events, ${String(counts.lists)} lists, ${String(counts.versions)} versions: ${ok ? 'intact' : 'NOT intact'}.`,
      )
    }
    return ok ? 0 : 1
  },
}

async function printCheckpoint(db: Db): Promise<number> {
  const checkpoint = await findLastCheckpoint(db)
  if (!checkpoint)
    throw new CommandError(
      'There is no checkpoint yet: a running server writes one a day, and one at each issued list.',
    )
  printJson(checkpoint)
  return 0
}

async function readKept(file: string) {
  const checkpoint = readCheckpoint(await read(file).then((bytes) => Buffer.from(bytes).toString('utf8')))
  if (!checkpoint) throw new CommandError(`${file} holds no checkpoint.`)
  return checkpoint
}

async function read(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch {
    throw new CommandError(`${file} cannot be read.`)
  }
}

/** What is found of each file; one that cannot be read does not keep the others from being checked. */
async function checkFiles(db: Db, files: readonly string[], asJson: boolean): Promise<number> {
  const checks: FileCheck[] = []
  for (const file of files) {
    const check = await checkFile(db, file)
    checks.push(check)
    if (!asJson) for (const line of linesOf(check)) print(line)
  }
  const ok = checks.every((check) => check.ok)
  if (asJson) printJson(checks.length === 1 ? checks[0] : { ok, files: checks })
  return ok ? 0 : 1
}

type FileCheck = { ok: boolean; file: string } & (
  Awaited<ReturnType<typeof verifyFile>> | { is: 'unreadable' }
)

async function checkFile(db: Db, file: string): Promise<FileCheck> {
  const bytes = await read(file).catch((error: unknown) => {
    if (error instanceof CommandError) return undefined
    throw error
  })
  if (!bytes) return { ok: false, file, is: 'unreadable' }
  const found = await verifyFile(db, bytes)
  const ok = found.is === 'issued' || found.is === 'same-content'
  return { ok, file, ...found }
}

function linesOf({ file, ...found }: FileCheck): string[] {
  switch (found.is) {
    case 'unreadable':
      return [`${file} cannot be read.`]
    case 'issued':
      return [`${file} is the issued file of list ${found.list}.`]
    case 'same-content':
      return [`${file} says what list ${found.list} says.`]
    case 'different':
      return [
        ...found.differences.slice(0, 50).map((difference) => `${file}: ${difference}`),
        `${file} differs from list ${found.list}.`,
      ]
    case 'not-ours':
      return [`${file} is not ours: no list was issued as this file.`]
    default:
      return found satisfies never
  }
}
