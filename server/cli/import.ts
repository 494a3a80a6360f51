import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import type { Db } from '#db/client'
import { listDelegations } from '#db/queries/delegations'
import { findMeeting, listTopics, type Meeting } from '#db/queries/meetings'
import { listMandates, listTags } from '#db/queries/tags'
import type { TopicId } from '#domain/ids'
import { acceptsImports } from '#domain/imports/accepts-imports'
import { canBeTaken } from '#domain/imports/edit-row'
import { columnKeys, type Columns, type FileFacts, type ReadOptions } from '#domain/imports/import-file'
import type { JudgedRow } from '#domain/imports/judge-rows'
import { createResolver, noMapping, type Resolver } from '#domain/imports/mapping'
import { changeDecisions } from '#domain/imports/tracked-text'
import { isLanguage, languages } from '#domain/languages'
import { findMemberState } from '#domain/people/member-states'
import { operator } from '#domain/people/participants'
import { plainText } from '#domain/text/content'
import { readingContext } from '#server/commands/imports/reading-context'
import { importRecommendations } from '#server/commands/imports/run'
import { readEnvironment } from '#server/env'
import { UnreadableFile, type FileRefusal } from '#server/formats/in/unreadable-file'
import { readInChild } from '#server/workers/child/read-in-child'
import { CommandError, print, printJson, type Command } from './program'

const unreadable: Record<FileRefusal, string> = {
  'too-large': 'The file is larger than MAX_IMPORT_BYTES.',
  encoding:
    'The encoding of the file cannot be told; name it with --encoding (for example macintosh, windows-1256).',
  'unknown-encoding': 'There is no encoding of that name.',
  format:
    'The file is not what its name or its beginning says: CSV, a spreadsheet, JSON, plain text or .docx.',
  pdf: 'A PDF holds pages and no paragraphs: save it as .docx from Word, or its text as .txt.',
  'rich-text': 'The file is Rich Text (.rtf): save it as .docx.',
  'open-document-text': 'The file is an OpenDocument text (.odt): save it as .docx.',
  'web-page': 'The file is a web page: save it as .docx, or its text as .txt.',
  broken: 'The file is broken or cut off.',
  encrypted: 'The file is protected with a password: save it without one.',
  'old-or-encrypted':
    'The file is of an old version of Office, or protected with a password: save it as .docx or .xlsx without a password.',
  'old-word': 'The file is of an old version of Word: save it as .docx.',
  'old-excel': 'The file is of an old version of Excel: save it as .xlsx.',
  unsafe: 'The file holds what no document needs (declarations of entities, another encoding, parts twice).',
  'too-many-elements': 'The file has more elements than MAX_IMPORT_ELEMENTS.',
  'unzipped-too-large': 'The file unzips to more than MAX_IMPORT_UNZIPPED_BYTES.',
  'too-many-rows': 'The file has more rows than MAX_IMPORT_ROWS: split it.',
  'too-many-broken-rows': 'The quotation marks of the file are broken in too many rows.',
  'too-slow': 'Reading the file took longer than MAX_IMPORT_SECONDS.',
  'too-much-memory': 'Reading the file took more memory than MAX_IMPORT_MEMORY_MB.',
  ended: 'The process that read the file ended.',
  cancelled: 'Reading the file was cancelled.',
  'no-text-column': 'No column of texts was found; name it with --map text=COLUMN.',
  'no-such-column': 'The file has no column of a name that --map gives.',
  'no-such-sheet': 'The file has no sheet of that name.',
  nothing: 'The file holds no recommendations.',
}

function readMap(map: string | undefined): Columns {
  const columns: Columns = {}
  for (const pair of map?.split(',') ?? []) {
    const [key, ...column] = pair.split('=')
    const known = columnKeys.find((name) => name === key?.trim())
    if (!known || column.length === 0) {
      throw new CommandError(`--map takes ${columnKeys.join('=…, ')}=…; "${pair}" is none of them.`)
    }
    columns[known] = column.join('=').trim()
  }
  return columns
}

/** Columns that were named, without those that were not. */
const named = (columns: Columns): Columns | undefined =>
  Object.keys(columns).length > 0 ? columns : undefined

export const importCommand: Command = {
  summary: 'takes recommendations from CSV, spreadsheets, JSON, plain text or .docx into a meeting',
  help: `rapporteur import FILE --meeting ID [--topic ID] [--language CODE] [--encoding NAME] [--sheet NAME]
                  [--map text=COLUMN,proposer=COLUMN,tags=COLUMN,label=COLUMN]
                  [--changes accept|reject] [--take-doubtful] [--dry-run] [--json]

Takes all rows that are recommendations, or none. Rows that are doubtful are not taken without --take-doubtful;
they, repetitions and rows that are no recommendations are reported with line and reason. A text that several
States ask for is one item with all of them; States without a delegation are given one. Without --map the columns
are found by their names, and the choice is printed. See: rapporteur meeting list`,
  run: async (words, db) => {
    const { values, positionals } = parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        meeting: { type: 'string' },
        topic: { type: 'string' },
        language: { type: 'string' },
        encoding: { type: 'string' },
        sheet: { type: 'string' },
        map: { type: 'string' },
        changes: { type: 'string' },
        'take-doubtful': { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    })
    const [path] = positionals
    if (!path) throw new CommandError('Which file? rapporteur import FILE --meeting ID')
    if (!values.meeting) throw new CommandError('Into which meeting? Name it with --meeting ID.')
    const { language, encoding, sheet } = values
    if (language !== undefined && !isLanguage(language)) {
      throw new CommandError(`--language is one of ${languages.join(', ')}.`)
    }
    const changes = changeDecisions.find((changeDecision) => changeDecision === values.changes)
    if (values.changes !== undefined && !changes) throw new CommandError('--changes is accept or reject.')
    const options = { encoding, sheet, language, changes, columns: named(readMap(values.map)) }
    const { meeting, topic } = await placeOf(db, values.meeting, values.topic)
    const { file, rows } = await readRows(db, meeting, path, options)
    const taken = rows.filter(
      ({ state, row }) =>
        state === 'taken' || (state === 'doubtful' && values['take-doubtful'] && canBeTaken(row)),
    )
    const resolver = await resolverOf(db, meeting)
    let repeated = 0
    let isRefused = false
    if (!values['dry-run'] && taken.length > 0) {
      const result = await importRecommendations(db, operator, {
        meeting: meeting.id,
        topic,
        rows: taken.map(({ row }) => row),
        source: basename(path),
      })
      if (result.ok) repeated = result.repeated.length
      else if (result.refusal === 'nothing-to-list') isRefused = true
      else throw new CommandError(`The import was refused: ${result.refusal}.`)
    }
    const imported = isRefused ? 0 : taken.length - repeated
    const report = reportOf(file, rows, taken, resolver)
    if (values.json) {
      const { items, ...rest } = report
      printJson({ imported, ...rest, ...(values['dry-run'] && { items }) })
    } else printReport({ imported, ...report }, values['dry-run'])
    return imported > 0 ? 0 : 1
  },
}

async function placeOf(
  db: Db,
  id: string,
  topic: string | undefined,
): Promise<{ meeting: Meeting; topic: TopicId }> {
  const meeting = await findMeeting(db, id)
  const topics = meeting ? await listTopics(db, meeting.id) : []
  const found = topic === undefined ? topics[0] : topics.find((candidate) => candidate.id === topic)
  if (!meeting || !found) throw new CommandError('There is no such meeting, or no such topic in it.')
  if (!acceptsImports(meeting)) {
    throw new CommandError(
      'The meeting is reported: nothing comes to it any more. Import into another meeting.',
    )
  }
  return { meeting, topic: found.id }
}

async function readRows(db: Db, meeting: Meeting, path: string, options: ReadOptions) {
  const bytes = await readFile(path).catch(() => {
    throw new CommandError(`The file ${path} cannot be read.`)
  })
  const rows: JudgedRow[] = []
  let file: FileFacts | undefined
  try {
    await readInChild({
      job: {
        name: basename(path),
        options,
        limits: readEnvironment().importLimits,
        ...(await readingContext(db, meeting)),
      },
      bytes,
      onFile: (found) => void (file = found),
      onRows: (some) => void rows.push(...some),
    })
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    const columns = error.table ? ` Its columns are: ${error.table.columnNames.join(', ')}.` : ''
    throw new CommandError(`${unreadable[error.code]}${columns}`)
  }
  if (!file) throw new CommandError(unreadable.ended)
  return { file, rows }
}

async function resolverOf(db: Db, meeting: Meeting) {
  const [delegations, tags, mandates, topics] = [
    await listDelegations(db, meeting.group),
    await listTags(db, meeting.group),
    await listMandates(db, meeting.group),
    await listTopics(db, meeting.id),
  ]
  const names = new Map(delegations.map(({ id, code, name }) => [id, name.en ?? code]))
  const resolver = createResolver({ delegations, tags, mandates, topics }, noMapping)
  return { resolver, names }
}

type Report = ReturnType<typeof reportOf>

function reportOf(
  file: FileFacts,
  rows: readonly JudgedRow[],
  taken: readonly JudgedRow[],
  { resolver, names }: Awaited<ReturnType<typeof resolverOf>>,
) {
  const called = (name: string): string => {
    const choice = resolver.proposer(name)
    if (choice?.kind === 'delegation') return names.get(choice.id) ?? name
    return choice?.kind === 'state' ? (findMemberState(choice.code)?.name.en ?? name) : name
  }
  const text = ({ row }: JudgedRow) => plainText(row.content).slice(0, 200)
  return {
    duplicates: rows
      .filter(({ state }) => state === 'duplicate')
      .map((row) => ({ line: row.row.line, of: row.of ?? 0, text: text(row) })),
    refused: rows
      .filter(({ state }) => state === 'refused')
      .map((row) => ({ line: row.row.line, reason: row.reason ?? 'empty', text: text(row) })),
    doubtful: rows
      .filter(({ state }) => state === 'doubtful')
      .map((row) => ({
        line: row.row.line,
        reason: row.row.doubts.join(', '),
        text: plainText(row.row.content),
        ...(row.row.raw !== undefined && { raw: row.row.raw }),
      })),
    ...(file.table && { columns: file.table.columns }),
    ...(file.encoding !== undefined && { encoding: file.encoding }),
    notes: file.notes,
    unmatched: unmatchedIn(taken, resolver),
    items: taken.map(({ row }) => ({
      line: row.line,
      text: plainText(row.content),
      blocks: row.content.blocks,
      label: row.label ?? null,
      kind: row.kind ?? 'recommendation',
      language: row.language ?? null,
      topic: row.topic ?? null,
      proposers: [...new Set(row.proposers.map(called))],
      tags: row.tags,
      notes: row.notes,
      remarks: row.remarks,
      changes: row.tracked?.changes ?? [],
    })),
  }
}

/** Names that no delegation, State or term has, with the number of rows that carry them. */
function unmatchedIn(taken: readonly JudgedRow[], resolver: Resolver) {
  const count = (names: readonly string[]) => {
    const counts: Record<string, number> = {}
    for (const name of names) counts[name] = (counts[name] ?? 0) + 1
    return counts
  }
  return {
    proposers: count(taken.flatMap(({ row }) => row.proposers.filter((name) => !resolver.proposer(name)))),
    tags: count(taken.flatMap(({ row }) => row.tags.filter((name) => !resolver.term(name)))),
  }
}

function printReport(report: Report & { imported: number }, isDry: boolean): void {
  if (report.columns) print(`Columns: ${JSON.stringify(report.columns)}`)
  if (report.encoding !== undefined && report.encoding !== 'utf-8') print(`Encoding: ${report.encoding}`)
  for (const { code, count, detail } of report.notes)
    print(`Note: ${[code, count, detail].filter(Boolean).join(' ')}`)
  print(`${isDry ? 'Would import' : 'Imported'} ${String(report.imported)}.`)
  for (const one of report.doubtful) print(`Line ${String(one.line)} is doubtful: ${one.reason}: ${one.text}`)
  for (const one of report.refused) print(`Line ${String(one.line)} refused: ${one.reason}: ${one.text}`)
  for (const one of report.duplicates) {
    print(`Line ${String(one.line)} repeats ${one.of ? `line ${String(one.of)}` : 'an item of the meeting'}.`)
  }
  for (const [name, count] of Object.entries(report.unmatched.proposers)) {
    print(`No delegation or State is called "${name}" (${String(count)} rows); it is kept with the source.`)
  }
}
