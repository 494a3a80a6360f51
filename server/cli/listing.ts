import { parseArgs } from 'node:util'
import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { listAllLists } from '#db/queries/lists'
import { listMeetings, listTopics } from '#db/queries/meetings'
import {
  insertParticipant,
  listDelegations,
  listParticipants,
  normalizeEmail,
  setPasswordHash,
} from '#db/queries/participants'
import { listWorkplans } from '#db/queries/workplans'
import type { ParticipantId } from '#domain/ids'
import { localized, type LocalizedText } from '#domain/languages'
import { roles } from '#domain/people/participants'
import { hashPassword, shortestPassword } from '#server/auth/passwords'
import { CommandError, print, printJson, type Command } from './program'

const english = (name: LocalizedText) => localized(name, 'en').text

/** Prints rows as a table for people or as JSON for programs. */
function show(rows: readonly Record<string, unknown>[], words: string[]): number {
  const { values } = parseArgs({ args: words, options: { json: { type: 'boolean', default: false } } })
  if (values.json) printJson(rows)
  else for (const row of rows) print(Object.values(row).map(String).join('\t'))
  return 0
}

async function addParticipant(words: string[], db: Db): Promise<number> {
  const { values } = parseArgs({
    args: words,
    options: {
      name: { type: 'string' },
      email: { type: 'string' },
      role: { type: 'string', default: 'delegate' },
      delegation: { type: 'string' },
    },
  })
  const { name, email } = values
  const role = roles.find((one) => one === values.role)
  if (!name || !email || !role) {
    throw new CommandError(`--name, --email and --role (${roles.join(', ')}) are needed.`)
  }
  const delegation = (await listDelegations(db)).find((one) => one.code === values.delegation)
  if ((role === 'delegate') !== (delegation !== undefined)) {
    throw new CommandError('A delegate has a --delegation CODE, and nobody else has one.')
  }
  const known = (await listParticipants(db)).some((one) => one.email === normalizeEmail(email))
  if (known) throw new CommandError(`There is a participant with the address ${email} already.`)
  const id = ulid() as ParticipantId
  const at = new Date()
  await db
    .transaction()
    .execute((tx) =>
      insertParticipant(tx, { id, name, email, role, delegation: delegation?.id, language: 'en', at }),
    )
  print(id)
  return 0
}

async function setPassword(words: string[], db: Db): Promise<number> {
  const [email = ''] = words
  const participant = (await listParticipants(db)).find((one) => one.email === normalizeEmail(email))
  if (!participant) throw new CommandError(`There is no participant with the address ${email}.`)
  let typed = ''
  for await (const chunk of process.stdin) typed += String(chunk)
  const password = typed.replace(/\r?\n$/u, '')
  if (password.length < shortestPassword) {
    throw new CommandError(`A password has at least ${String(shortestPassword)} characters.`)
  }
  const hash = await hashPassword(password)
  await db.transaction().execute((tx) => setPasswordHash(tx, participant.id, hash, new Date()))
  return 0
}

export const participantCommand: Command = {
  summary: 'lists participants, adds one, or sets a password',
  help: `rapporteur participant list [--json]
rapporteur participant add --name NAME --email ADDRESS [--role ROLE] [--delegation CODE]
rapporteur participant password ADDRESS < password.txt`,
  run: async ([verb, ...words], db) => {
    if (verb === 'add') return addParticipant(words, db)
    if (verb === 'password') return setPassword(words, db)
    if (verb !== 'list') throw new CommandError('rapporteur participant list, add or password; see --help.')
    const delegations = new Map((await listDelegations(db)).map((one) => [one.id, one.code]))
    const people = await listParticipants(db)
    return show(
      people.map(({ id, name, email, role, delegation }) => ({
        id,
        name,
        email,
        role,
        delegation: (delegation && delegations.get(delegation)) ?? null,
      })),
      words,
    )
  },
}

export const meetingCommand: Command = {
  summary: 'lists meetings and their topics',
  help: 'rapporteur meeting list [--json]',
  run: async ([verb, ...words], db) => {
    if (verb !== 'list') throw new CommandError('rapporteur meeting list; see --help.')
    const rows = []
    for (const workplan of await listWorkplans(db)) {
      for (const meeting of await listMeetings(db, workplan.id)) {
        const topics = await listTopics(db, meeting.id)
        rows.push({
          id: meeting.id,
          title: english(meeting.title),
          status: meeting.status,
          topics: topics.map((topic) => ({ id: topic.id, title: english(topic.title) })),
        })
      }
    }
    const flat = rows.flatMap((row) => [
      { id: row.id, title: row.title, status: row.status },
      ...row.topics.map((topic) => ({ id: `  ${topic.id}`, title: topic.title, status: 'topic' })),
    ])
    return show(words.includes('--json') ? rows : flat, words)
  },
}

export const listCommand: Command = {
  summary: 'lists the issued lists',
  help: 'rapporteur list list [--json]',
  run: async ([verb, ...words], db) => {
    if (verb !== 'list') throw new CommandError('rapporteur list list; see --help.')
    const lists = await listAllLists(db)
    return show(
      lists.map(({ id, kind, title, issuedAt, hash }) => ({
        id,
        kind,
        title: english(title),
        issuedAt: issuedAt.toISOString(),
        hash,
      })),
      words,
    )
  },
}
