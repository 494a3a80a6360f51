import { parseArgs } from 'node:util'
import type { Db } from '#db/client'
import { listDelegations } from '#db/queries/delegations'
import { localized } from '#domain/languages'
import { delegationKinds, operator } from '#domain/people/participants'
import { addDelegation } from '#server/commands/delegations/add'
import { addStates } from '#server/commands/delegations/add-states'
import { show } from './listing'
import { refusalLine } from './operator'
import { chosenGroup } from './participant'
import { CommandError, print, type Command } from './program'

async function add(words: string[], db: Db): Promise<number> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      group: { type: 'string' },
      observers: { type: 'boolean', default: false },
      kind: { type: 'string' },
      code: { type: 'string' },
      name: { type: 'string' },
    },
  })
  const { id: group, language } = await chosenGroup(db, values.group)
  if (positionals.length > 0) {
    const as = values.observers ? 'observers' : 'members'
    const made = await addStates(db, operator, { group, codes: positionals, as })
    if (!made.ok) throw new CommandError(refusalLine(made.refusal))
    print(made.added.join(', '))
    return 0
  }
  const kind = delegationKinds.find((delegationKind) => delegationKind === values.kind)
  const { code, name } = values
  if (!kind || !code || !name)
    throw new CommandError(`Codes of States, or --kind (${delegationKinds.join(', ')}), --code and --name.`)
  const made = await addDelegation(db, operator, { group, kind, code, name: { [language]: name } })
  if (!made.ok) throw new CommandError(refusalLine(made.refusal))
  print(made.delegation)
  return 0
}

async function list(words: string[], db: Db): Promise<number> {
  const { values } = parseArgs({
    args: words,
    options: { json: { type: 'boolean', default: false }, group: { type: 'string' } },
  })
  const group = await chosenGroup(db, values.group)
  const delegations = await listDelegations(db, group.id)
  return show(
    delegations.map(({ id, code, kind, name }) => ({ id, code, kind, name: localized(name, 'en').text })),
    values.json ? ['--json'] : [],
  )
}

export const delegationCommand: Command = {
  summary: 'lists the delegations of a group, or adds some',
  help: `rapporteur delegation list [--group GROUP] [--json]
rapporteur delegation add KEN BRA JPN [--observers] [--group GROUP]
rapporteur delegation add --kind KIND --code CODE --name NAME [--group GROUP]

States are added by their ISO 3166-1 alpha-3 codes, with their names in all languages and their regional groups.
--group takes the abbreviation or the id of an expert group.`,
  run: async ([verb, ...words], db) => {
    if (verb === 'add') return add(words, db)
    if (verb === 'list') return list(words, db)
    throw new CommandError('rapporteur delegation list or add; see --help.')
  },
}
