import { parseArgs } from 'node:util'
import type { Db } from '#db/client'
import { listAllDelegations, listDelegations } from '#db/queries/delegations'
import { listGroups, type ExpertGroup } from '#db/queries/groups'
import { findParticipantByEmail, listMembers } from '#db/queries/participants'
import { isLanguage } from '#domain/languages'
import { operator, roles } from '#domain/people/participants'
import { createPasswords } from '#server/auth/passwords'
import { replacePassword } from '#server/commands/people/change-password'
import { changeRole } from '#server/commands/people/change-role'
import { inviteParticipant } from '#server/commands/people/invite'
import { removeParticipant } from '#server/commands/people/remove'
import { estimatePassword } from '#server/pool/estimate-password'
import { show } from './listing'
import { postOfOperator, refusalLine } from './operator'
import { CommandError, print, type Command } from './program'

/** The group of this abbreviation or id; without either, the only one that there is. */
export async function chosenGroup(db: Db, wanted: string | undefined): Promise<ExpertGroup> {
  const groups = await listGroups(db)
  const found = wanted
    ? groups.filter((group) => group.id === wanted || group.abbreviation === wanted)
    : groups
  const [only, ...others] = found
  if (only && others.length === 0) return only
  const names = groups.map((group) => `${group.abbreviation} (${group.id})`).join(', ') || 'none yet'
  throw new CommandError(`Name the expert group with --group ABBREVIATION or --group ID: ${names}.`)
}

/** What somebody takes part as, by `--role` and `--delegation CODE`. */
async function standingOf(
  db: Db,
  group: ExpertGroup,
  values: { role: string; delegation?: string | undefined },
) {
  const role = roles.find((value) => value === values.role)
  if (!role) throw new CommandError(`--role is one of ${roles.join(', ')}.`)
  const delegation = (await listDelegations(db, group.id)).find(
    (candidate) => candidate.code === values.delegation,
  )
  if ((role === 'delegate') !== (delegation !== undefined))
    throw new CommandError('A delegate has a --delegation CODE of the group, and no one else has one.')
  return { role, delegation: delegation?.id }
}

const standing = {
  group: { type: 'string' },
  role: { type: 'string', default: 'delegate' },
  delegation: { type: 'string' },
} as const

async function addParticipant(words: string[], db: Db): Promise<number> {
  const { values } = parseArgs({
    args: words,
    options: {
      ...standing,
      name: { type: 'string' },
      email: { type: 'string' },
      language: { type: 'string', default: 'en' },
    },
  })
  const { name, email, language } = values
  if (!name || !email) throw new CommandError('--name and --email are needed.')
  if (!isLanguage(language)) throw new CommandError('--language is one of ar, en, es, fr, ru, zh.')
  const group = await chosenGroup(db, values.group)
  const invitation = { name, email, language, ...(await standingOf(db, group, values)) }
  const made = await inviteParticipant(db, operator, postOfOperator(), { group: group.id, ...invitation })
  if (!made.ok) throw new CommandError(refusalLine(made.refusal))
  print(made.participant)
  if (made.link) print(made.link)
  return 0
}

async function membershipOf(db: Db, email: string, group: ExpertGroup) {
  const person = await findParticipantByEmail(db, email)
  const membership = person?.memberships.find(
    (candidate) => candidate.group === group.id && candidate.meeting === undefined,
  )
  if (!membership) throw new CommandError(`No one with the address ${email} takes part in the group.`)
  return membership.id
}

async function moveParticipant(words: string[], db: Db): Promise<number> {
  const { values, positionals } = parseArgs({ args: words, allowPositionals: true, options: standing })
  const group = await chosenGroup(db, values.group)
  const membership = await membershipOf(db, positionals[0] ?? '', group)
  const change = { membership, ...(await standingOf(db, group, values)) }
  const done = await changeRole(db, operator, postOfOperator(), change)
  if (!done.ok) throw new CommandError(refusalLine(done.refusal))
  return 0
}

async function removeFromGroup(words: string[], db: Db): Promise<number> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { group: standing.group },
  })
  const group = await chosenGroup(db, values.group)
  const membership = await membershipOf(db, positionals[0] ?? '', group)
  const done = await removeParticipant(db, operator, postOfOperator(), { membership })
  if (!done.ok) throw new CommandError(refusalLine(done.refusal))
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
  if (!prepared.ok) throw new CommandError(refusalLine(prepared.refusal))
  await db.transaction().execute((tx) =>
    replacePassword(tx, operator, postOfOperator(), {
      person: participant,
      hash: prepared.hash,
      at: new Date(),
    }),
  )
  return 0
}

async function listThem(words: string[], db: Db): Promise<number> {
  const delegations = new Map(
    (await listAllDelegations(db)).map((delegation) => [delegation.id, delegation.code]),
  )
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
  summary: 'lists participants, adds, moves or removes one, or sets a password',
  help: `rapporteur participant list [--json]
rapporteur participant add --name NAME --email ADDRESS [--group GROUP] [--role ROLE] [--delegation CODE]
    [--language CODE]
rapporteur participant move ADDRESS [--group GROUP] [--role ROLE] [--delegation CODE]
rapporteur participant remove ADDRESS [--group GROUP]
rapporteur participant password ADDRESS < password.txt

The list has one entry a membership. For a new account, add also prints a link on whose page its password is set. --group takes the abbreviation or the id of an expert group.`,
  run: async ([verb, ...words], db) => {
    if (verb === 'list') return listThem(words, db)
    if (verb === 'add') return addParticipant(words, db)
    if (verb === 'move') return moveParticipant(words, db)
    if (verb === 'remove') return removeFromGroup(words, db)
    if (verb === 'password') return setPassword(words, db)
    throw new CommandError('rapporteur participant list, add, move, remove or password; see --help.')
  },
}
