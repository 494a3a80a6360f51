import { parseArgs } from 'node:util'
import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { listAllDelegations, listDelegations } from '#db/queries/delegations'
import { listGroups, type ExpertGroup } from '#db/queries/groups'
import { insertMembership } from '#db/queries/memberships'
import { findParticipantByEmail, insertParticipant, listMembers } from '#db/queries/participants'
import type { MembershipId, ParticipantId } from '#domain/ids'
import { operator, roles } from '#domain/people/participants'
import { cleanLine } from '#domain/text/characters'
import { messagesFor } from '#i18n/catalogues'
import { createPasswords } from '#server/auth/passwords'
import { replacePassword } from '#server/commands/people/change-password'
import { estimatePassword } from '#server/pool/estimate-password'
import { show } from './listing'
import { CommandError, print, type Command } from './program'

/** The group of this abbreviation or id; without either, the only one that there is. */
export async function chosenGroup(db: Db, wanted: string | undefined): Promise<ExpertGroup> {
  const groups = await listGroups(db)
  const found = wanted ? groups.filter((one) => one.id === wanted || one.abbreviation === wanted) : groups
  const [only, ...others] = found
  if (only && others.length === 0) return only
  const names = groups.map((one) => `${one.abbreviation} (${one.id})`).join(', ') || 'none yet'
  throw new CommandError(`Name the expert group with --group ABBREVIATION or --group ID: ${names}.`)
}

async function addParticipant(words: string[], db: Db): Promise<number> {
  const { values } = parseArgs({
    args: words,
    options: {
      name: { type: 'string' },
      email: { type: 'string' },
      group: { type: 'string' },
      role: { type: 'string', default: 'delegate' },
      delegation: { type: 'string' },
    },
  })
  const name = cleanLine(values.name ?? '').trim()
  const email = cleanLine(values.email ?? '').trim()
  const role = roles.find((one) => one === values.role)
  if (!name || !email || !role) {
    throw new CommandError(`--name, --email and --role (${roles.join(', ')}) are needed.`)
  }
  const group = await chosenGroup(db, values.group)
  const delegation = (await listDelegations(db, group.id)).find((one) => one.code === values.delegation)
  if ((role === 'delegate') !== (delegation !== undefined)) {
    throw new CommandError('A delegate has a --delegation CODE of the group, and nobody else has one.')
  }
  if (await findParticipantByEmail(db, email)) {
    throw new CommandError(`There is a participant with the address ${email} already.`)
  }
  const participant = ulid() as ParticipantId
  const at = new Date()
  await db.transaction().execute(async (tx) => {
    await insertParticipant(tx, { id: participant, name, email, language: 'en', at })
    await insertMembership(tx, {
      id: ulid() as MembershipId,
      participant,
      group: group.id,
      meeting: undefined,
      role,
      delegation: delegation?.id,
      at,
    })
  })
  print(participant)
  return 0
}

async function setPassword(words: string[], db: Db): Promise<number> {
  const [email = ''] = words
  const participant = await findParticipantByEmail(db, email)
  if (!participant) throw new CommandError(`There is no participant with the address ${email}.`)
  let typed = ''
  for await (const chunk of process.stdin) typed += String(chunk)
  const password = typed.replace(/\r?\n$/u, '')
  const passwords = createPasswords({
    estimate: (guessed) => Promise.resolve(estimatePassword(guessed)),
    limits: { concurrency: 1, waiting: 1 },
  })
  const prepared = await passwords.prepare(password, participant)
  if (!prepared.ok) throw new CommandError(messagesFor('en')[`refusal.${prepared.refusal}`])
  await db
    .transaction()
    .execute((tx) => replacePassword(tx, operator, participant.id, prepared.hash, new Date()))
  return 0
}

async function listThem(words: string[], db: Db): Promise<number> {
  const delegations = new Map((await listAllDelegations(db)).map((one) => [one.id, one.code]))
  return show(
    (await listMembers(db)).map(({ id, name, email, membership: { role, delegation, group } }) => ({
      id,
      name,
      email,
      role,
      delegation: (delegation && delegations.get(delegation)) ?? null,
      group,
    })),
    words,
  )
}

export const participantCommand: Command = {
  summary: 'lists participants, adds one, or sets a password',
  help: `rapporteur participant list [--json]
rapporteur participant add --name NAME --email ADDRESS [--group GROUP] [--role ROLE] [--delegation CODE]
rapporteur participant password ADDRESS < password.txt

The list has one entry a membership. --group takes the abbreviation or the id of an expert group.`,
  run: async ([verb, ...words], db) => {
    if (verb === 'list') return listThem(words, db)
    if (verb === 'add') return addParticipant(words, db)
    if (verb === 'password') return setPassword(words, db)
    throw new CommandError('rapporteur participant list, add or password; see --help.')
  },
}
