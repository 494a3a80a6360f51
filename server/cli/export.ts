import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { findList } from '#db/queries/lists'
import { isLanguage } from '#domain/languages'
import { operator } from '#domain/people/participants'
import { exporters } from '#server/formats/out/exporters'
import { exportFormats, isExportFormat } from '#server/formats/out/formats'
import { readExport } from '#server/publications/read-export'
import { CommandError, type Command } from './program'

export const exportCommand: Command = {
  summary: 'writes an issued list as a file',
  help: `rapporteur export LIST --format ${exportFormats.join('|')} [--language CODE] [--output FILE] [--statements]

Without --output the list is written to standard output. With --statements it carries the reservations and
explanations of position that were recorded with its paragraphs; its hash does not cover them. See: rapporteur list list`,
  run: async (words, db) => {
    const { values, positionals } = parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        format: { type: 'string', default: 'json' },
        language: { type: 'string', default: 'en' },
        output: { type: 'string' },
        statements: { type: 'boolean', default: false },
      },
    })
    const { format, language, output, statements } = values
    if (!isExportFormat(format)) throw new CommandError(`--format is one of ${exportFormats.join(', ')}.`)
    if (!isLanguage(language)) throw new CommandError('--language is one of ar, en, es, fr, ru, zh.')
    const list = await findList(db, positionals[0] ?? '')
    if (!list) throw new CommandError('There is no such list; rapporteur list list shows what there is.')
    const body = await exporters[format].write(
      await readExport(db, operator, list, language, statements ? ['statements'] : []),
    )
    if (output) await writeFile(output, body)
    else process.stdout.write(body)
    return 0
  },
}
