import { parseArgs } from 'node:util'
import type { Db } from '#db/client'
import { findParticipantByEmail, listAdministrators } from '#db/queries/participants'
import { isLanguage } from '#domain/languages'
import { operator } from '#domain/people/participants'
import { appointAdministrator } from '#server/commands/people/appoint-administrator'
import { dismissAdministrator } from '#server/commands/people/dismiss-administrator'
import { show } from './listing'
import { postOfOperator, refusalLine } from './operator'
import { CommandError, print, type Command } from './program'

async function add(words: string[], db: Db): Promise<number> {
  const { values } = parseArgs({
    args: words,
    options: {
      name: { type: 'string', default: '' },
      email: { type: 'string' },
      language: { type: 'string', default: 'en' },
    },
  })
  const { name, email, language } = values
  if (!email) throw new CommandError('--email ADDRESS is needed, and --name NAME for a new account.')
  if (!isLanguage(language)) throw new CommandError('--language is one of ar, en, es, fr, ru, zh.')
  const made = await appointAdministrator(db, operator, postOfOperator(), { name, email, language })
  if (!made.ok) throw new CommandError(refusalLine(made.refusal))
  print(made.link ?? made.participant)
  return 0
}

async function remove(words: string[], db: Db): Promise<number> {
  const [email = ''] = words
  const person = await findParticipantByEmail(db, email)
  if (!person) throw new CommandError(`There is no participant with the address ${email}.`)
  const done = await dismissAdministrator(db, operator, { participant: person.id })
  if (!done.ok) throw new CommandError(refusalLine(done.refusal))
  return 0
}

export const administratorCommand: Command = {
  summary: 'lists administrators, appoints one, or dismisses one',
  help: `rapporteur administrator list [--json]
rapporteur administrator add --name NAME --email ADDRESS [--language CODE]
rapporteur administrator remove ADDRESS

Administrators create expert groups and appoint their secretariats from the screens. For a new account, add prints a
link that opens a page on which its password is set; it works once, for two weeks.`,
  run: async ([verb, ...words], db) => {
    if (verb === 'add') return add(words, db)
    if (verb === 'remove') return remove(words, db)
    if (verb !== 'list') throw new CommandError('rapporteur administrator list, add or remove; see --help.')
    const people = await listAdministrators(db)
    return show(
      people.map(({ id, name, email }) => ({ id, name, email })),
      words,
    )
  },
}
