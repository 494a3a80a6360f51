import { parseArgs } from 'node:util'
import { listAllLists } from '#db/queries/lists'
import { listMeetings, listTopics } from '#db/queries/meetings'
import { listWorkplans } from '#db/queries/workplans'
import { localized, type LocalizedText } from '#domain/languages'
import { CommandError, print, printJson, type Command } from './program'

const english = (name: LocalizedText) => localized(name, 'en').text

/** Prints rows as a table for people or as JSON for programs. */
export function show(rows: readonly Record<string, unknown>[], words: string[]): number {
  const { values } = parseArgs({ args: words, options: { json: { type: 'boolean', default: false } } })
  if (values.json) printJson(rows)
  else for (const row of rows) print(Object.values(row).map(String).join('\t'))
  return 0
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
