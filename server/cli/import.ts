import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import type { MeetingId, TopicId } from '#domain/ids'
import { isLanguage, languages } from '#domain/languages'
import { operator } from '#domain/people/participants'
import { previewImport } from '#server/commands/imports/preview'
import { importRecommendations } from '#server/commands/imports/run'
import { readImport } from '#server/formats/in/formats'
import { UnreadableFile, type Columns, type FileRefusal } from '#server/formats/in/read-file'
import { CommandError, print, printJson, type Command } from './program'

const unreadable: Record<FileRefusal, string> = {
  encoding: 'The file is not UTF-8; name its encoding with --encoding (for example macintosh, windows-1256).',
  'unknown-encoding': 'There is no encoding of that name.',
  format: 'The file is not what its name or its beginning says: CSV, JSON, plain text or .docx.',
  'no-text-column': 'No column of texts was found; name it with --map text=COLUMN.',
  'no-such-column': 'The file has no column of a name that --map gives.',
  nothing: 'The file holds no recommendations.',
}

const mappable = ['text', 'proposer', 'tags', 'label', 'language'] as const

function readMap(map: string | undefined): Columns {
  const columns: Columns = {}
  for (const pair of map?.split(',') ?? []) {
    const [key, ...column] = pair.split('=')
    const known = mappable.find((name) => name === key?.trim())
    if (!known || column.length === 0) {
      throw new CommandError(`--map takes ${mappable.join('=…, ')}=…; "${pair}" is none of them.`)
    }
    columns[known] = column.join('=').trim()
  }
  return columns
}

export const importCommand: Command = {
  summary: 'takes recommendations from CSV, JSON, plain text or .docx into a meeting',
  help: `rapporteur import FILE --meeting ID [--topic ID] [--language CODE] [--encoding NAME]
                  [--map text=COLUMN,proposer=COLUMN,tags=COLUMN,label=COLUMN] [--dry-run] [--json]

Takes all rows that are recommendations, or none. Repetitions and rows that are none are reported with line and
reason. Without --map the columns are found by their names. See: rapporteur meeting list`,
  run: async (words, db) => {
    const { values, positionals } = parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        meeting: { type: 'string' },
        topic: { type: 'string' },
        language: { type: 'string' },
        encoding: { type: 'string' },
        map: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    })
    const [path] = positionals
    if (!path) throw new CommandError('Which file? rapporteur import FILE --meeting ID')
    if (!values.meeting) throw new CommandError('Into which meeting? Name it with --meeting ID.')
    const { language } = values
    if (language !== undefined && !isLanguage(language)) {
      throw new CommandError(`--language is one of ${languages.join(', ')}.`)
    }
    const bytes = await readFile(path).catch(() => {
      throw new CommandError(`The file ${path} cannot be read.`)
    })
    const file = await readImport(bytes, path, {
      encoding: values.encoding,
      columns: readMap(values.map),
      language,
    }).catch((error: unknown) => {
      if (error instanceof UnreadableFile) throw new CommandError(unreadable[error.code])
      throw error
    })
    const input = {
      meeting: values.meeting as MeetingId,
      topic: values.topic as TopicId | undefined,
      rows: file.rows,
      language,
      source: basename(path),
    }
    const run = values['dry-run'] ? previewImport : importRecommendations
    const result = await run(db, operator, input)
    if (!result.ok && result.refusal === 'not-found') {
      throw new CommandError('There is no such meeting, or no such topic in it.')
    }
    // Where nothing was taken, why is still worth telling.
    const answer = result.ok ? result : await previewImport(db, operator, input)
    if (!answer.ok) throw new CommandError(`The import was refused: ${answer.refusal}.`)
    const { taken, refused, duplicates, unmatched } = answer.report
    if (values.json) {
      printJson({
        imported: taken.length,
        duplicates,
        refused,
        columns: file.columns,
        unmatched,
      })
    } else {
      if (file.columns.text) print(`Columns: ${JSON.stringify(file.columns)}`)
      print(`${values['dry-run'] ? 'Would import' : 'Imported'} ${String(taken.length)}.`)
      for (const one of refused) print(`Line ${String(one.line)} refused: ${one.reason}: ${one.text}`)
      for (const one of duplicates) {
        print(
          `Line ${String(one.line)} repeats ${one.of ? `line ${String(one.of)}` : 'an item of the meeting'}.`,
        )
      }
    }
    return taken.length > 0 ? 0 : 1
  },
}
