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
rapporteur verify FILE [--json]

The first derives statuses, people's roles, dispositions, submissions, lists and the authors of words from the events
and from the logs of texts, and compares them with the tables. With --against it also compares with a checkpoint that
was kept elsewhere. The second prints the newest signed checkpoint. The third says whether a JSON, Word or PDF file is
the issued one, and where it differs.

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
    const [file] = positionals
    if (file !== undefined) return checkFile(db, file, values.json)
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

async function checkFile(db: Db, file: string, asJson: boolean): Promise<number> {
  const found = await verifyFile(db, await read(file))
  const ok = found.is === 'issued' || found.is === 'same-content'
  if (asJson) printJson({ ok, ...found })
  else {
    switch (found.is) {
      case 'issued':
        print(`${file} is the issued file of list ${found.list}.`)
        break
      case 'same-content':
        print(`${file} says what list ${found.list} says.`)
        break
      case 'different':
        for (const difference of found.differences.slice(0, 50)) print(difference)
        print(`${file} differs from list ${found.list}.`)
        break
      case 'not-ours':
        print(`${file} is not ours: no list was issued as this file.`)
        break
      default:
        found satisfies never
    }
  }
  return ok ? 0 : 1
}
