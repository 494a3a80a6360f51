import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { Db } from '#db/client'
import { newWorkplanSchema, type NewWorkplan } from '#domain/meetings/new-workplan'
import { operator } from '#domain/people/participants'
import { addWorkplan } from '#server/commands/workplans/add'
import { exampleWorkplan } from './example-workplan'
import { CommandError, print, printJson, type Command } from './program'

async function readWorkplan(path: string): Promise<NewWorkplan> {
  const bytes = await readFile(path).catch(() => {
    throw new CommandError(`The file ${path} cannot be read.`)
  })
  let written: unknown
  try {
    written = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    const reason = error instanceof SyntaxError ? error.message.replaceAll(/\s+/gu, ' ') : 'not UTF-8'
    throw new CommandError(`The file ${path} is not JSON (${reason}).`)
  }
  const read = newWorkplanSchema.safeParse(written)
  if (read.success) return read.data
  const [first, ...more] = read.error.issues
  const place = z.core.toDotPath(first?.path ?? []) || 'the file'
  const others = more.length > 0 ? ` (and ${String(more.length)} more)` : ''
  throw new CommandError(`${path}: ${place}: ${first?.message ?? 'unreadable'}${others}`)
}

async function add(words: string[], db: Db): Promise<number> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  })
  const [path] = positionals
  if (!path) throw new CommandError('Which file? rapporteur workplan add FILE')
  const made = await addWorkplan(db, operator, await readWorkplan(path))
  if (!made.ok && made.refusal === 'name-taken') {
    throw new CommandError(
      'The group has a workplan of this title for these years already; nothing was added.',
    )
  }
  if (!made.ok) throw new CommandError(`The workplan was refused: ${made.refusal}.`)
  const { workplan, meetings, delegations } = made
  if (values.json) printJson({ workplan, meetings, delegations })
  else {
    print(`Workplan ${workplan} with ${String(meetings.length)} meetings (see: rapporteur meeting list).`)
    if (delegations.added.length > 0) print(`Delegations added: ${delegations.added.join(', ')}`)
    if (delegations.known.length > 0) print(`Delegations that were there: ${delegations.known.join(', ')}`)
  }
  return 0
}

export const workplanCommand: Command = {
  summary: 'adds an expert group’s workplan with its meetings, topics and delegations',
  help: `rapporteur workplan example > workplan.json
rapporteur workplan add FILE [--json]

Adds all that the file holds, or nothing. Names are given in one or more of ar, en, es, fr, ru, zh. The group (by
abbreviation and establishing resolution) and delegations (by code) that are there already stay as they are.
Participants come afterwards: rapporteur participant add`,
  run: async ([verb, ...words], db) => {
    if (verb === 'add') return add(words, db)
    if (verb !== 'example') throw new CommandError('rapporteur workplan example or add; see --help.')
    print(JSON.stringify(exampleWorkplan, undefined, 2))
    return 0
  },
}
