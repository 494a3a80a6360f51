import { parseArgs } from 'node:util'
import type { Db } from '#db/client'
import { listGroups } from '#db/queries/groups'
import { isLanguage, localized } from '#domain/languages'
import { operator } from '#domain/people/participants'
import { createGroup } from '#server/commands/groups/create'
import { show } from './listing'
import { refusalLine } from './operator'
import { CommandError, print, type Command } from './program'

async function add(words: string[], db: Db): Promise<number> {
  const { values } = parseArgs({
    args: words,
    options: {
      name: { type: 'string' },
      abbreviation: { type: 'string' },
      language: { type: 'string', default: 'en' },
      'established-by': { type: 'string', default: '' },
    },
  })
  const { name, abbreviation, language } = values
  if (!name || !abbreviation)
    throw new CommandError('--name NAME and --abbreviation ABBREVIATION are needed.')
  if (!isLanguage(language)) throw new CommandError('--language is one of ar, en, es, fr, ru, zh.')
  const made = await createGroup(db, operator, {
    name: { [language]: name },
    abbreviation,
    parentBody: {},
    establishedBy: values['established-by'],
    language,
    showsProposers: true,
  })
  if (!made.ok) throw new CommandError(refusalLine(made.refusal))
  print(made.group)
  return 0
}

export const groupCommand: Command = {
  summary: 'lists expert groups, or creates one',
  help: `rapporteur group list [--json]
rapporteur group add --name NAME --abbreviation ABBREVIATION [--language CODE] [--established-by SYMBOL]

The name is in the language of the group (en unless --language says otherwise).`,
  run: async ([verb, ...words], db) => {
    if (verb === 'add') return add(words, db)
    if (verb !== 'list') throw new CommandError('rapporteur group list or add; see --help.')
    const groups = await listGroups(db)
    return show(
      groups.map(({ id, abbreviation, name }) => ({ id, abbreviation, name: localized(name, 'en').text })),
      words,
    )
  },
}
