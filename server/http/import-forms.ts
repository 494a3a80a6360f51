import { z } from 'zod'
import type { Db } from '#db/client'
import type { DelegationId, ImportRowId, MandateId, TagId, TopicId } from '#domain/ids'
import { encodings } from '#domain/imports/encodings'
import { columnKeys, type ImportFile, type ReadOptions } from '#domain/imports/import-file'
import { knownNames, splitNames } from '#domain/imports/proposers'
import { splitTerms } from '#domain/imports/terms'
import { changeDecisions } from '#domain/imports/tracked-text'
import { languages } from '#domain/languages'
import { recommendationKinds } from '#domain/negotiation/recommendations'
import { tagKinds } from '#domain/negotiation/vocabulary'
import type { Actor } from '#domain/people/participants'
import { importIs } from '#domain/status'
import { cleanLine, cleanLines } from '#domain/text/characters'
import { chooseDoubtfulRows } from '#server/commands/imports/choose-doubtful'
import { chooseImportRow } from '#server/commands/imports/choose-row'
import { chooseImportTopic } from '#server/commands/imports/choose-topic'
import { decideImportChange } from '#server/commands/imports/decide-change'
import { discardImport } from '#server/commands/imports/discard'
import { editImportRow } from '#server/commands/imports/edit-row'
import { joinImportRow } from '#server/commands/imports/join-row'
import { mapImportNames, type NameChoice } from '#server/commands/imports/map-names'
import { readImportAgain } from '#server/commands/imports/read-again'
import { splitImportRow } from '#server/commands/imports/split-row'
import { undoImport } from '#server/commands/imports/undo'
import { writeImport } from '#server/commands/imports/write'
import { refuse, type Result } from '#server/frame/refusal'

const row = z.string().transform((id) => id as ImportRowId)
const line = z
  .string()
  .max(2_000)
  .transform((text) => cleanLine(text).trim())

/** What the forms of a preview say. */
export const importFormSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.enum(['write', 'discard', 'undo', 'take-doubtful', 'leave-doubtful']) }),
  z.object({ intent: z.enum(['take', 'leave', 'join', 'split']), row }),
  z.object({
    intent: z.literal('edit'),
    row,
    text: z.string().max(100_000),
    label: line,
    kind: z.enum(recommendationKinds),
    language: z.enum(languages),
    topic: line,
    proposers: z.string().max(10_000),
    tags: z.string().max(10_000),
  }),
  z.object({
    intent: z.literal('change'),
    row,
    change: z.coerce.number().int().nonnegative(),
    decision: z.enum(changeDecisions),
  }),
  z.looseObject({
    intent: z.literal('read'),
    topic: z.string().transform((id) => id as TopicId),
    language: z.union([z.enum(languages), z.literal('')]),
    encoding: z.union([z.enum(encodings), z.literal('')]),
    sheet: z.string().max(300).optional(),
    changes: z.enum(changeDecisions).optional(),
  }),
  z.looseObject({ intent: z.literal('map') }),
])
export type ImportForm = z.infer<typeof importFormSchema>

/** Does what a form of a preview asks for. */
export async function actOnImport(db: Db, actor: Actor, file: ImportFile, form: ImportForm): Promise<Result> {
  const input = { import: file.id }
  switch (form.intent) {
    case 'write':
      return writeImport(db, actor, input)
    case 'discard':
      return discardImport(db, actor, input)
    case 'undo':
      return undoImport(db, actor, input)
    case 'take-doubtful':
    case 'leave-doubtful':
      return chooseDoubtfulRows(db, actor, {
        ...input,
        choice: form.intent === 'take-doubtful' ? 'take' : 'leave',
      })
    case 'take':
    case 'leave':
      return chooseImportRow(db, actor, { ...input, row: form.row, choice: form.intent })
    case 'join':
      return joinImportRow(db, actor, { ...input, row: form.row })
    case 'split':
      return splitImportRow(db, actor, { ...input, row: form.row })
    case 'change':
      return decideImportChange(db, actor, {
        ...input,
        row: form.row,
        change: form.change,
        decision: form.decision,
      })
    case 'edit': {
      const { row: id, text, label, kind, language, topic } = form
      const edit = {
        text: cleanLines(text).join('\n'),
        label,
        kind,
        language,
        topic,
        proposers: splitNames(form.proposers, knownNames([])).map(cleanLine),
        tags: splitTerms(form.tags),
      }
      return editImportRow(db, actor, { ...input, row: id, edit })
    }
    case 'read':
      return readAgain(db, actor, file, form)
    case 'map': {
      const choices = choicesIn(form)
      return choices ? mapImportNames(db, actor, { ...input, choices }) : refuse('invalid')
    }
    default:
      return form satisfies never
  }
}

/** Another topic alone needs no new reading, and keeps what was corrected. */
function readAgain(
  db: Db,
  actor: Actor,
  file: ImportFile,
  form: Extract<ImportForm, { intent: 'read' }>,
): Promise<Result> {
  const columns = Object.fromEntries(
    columnKeys.flatMap((key) => {
      const name = form[`column-${key}`]
      return typeof name === 'string' && name !== '' ? [[key, name]] : []
    }),
  )
  const found = file.facts?.table?.columns ?? {}
  const isSameTable = columnKeys.every((key) => (columns[key] ?? '') === (found[key] ?? ''))
  const options: ReadOptions = {
    ...(form.encoding && { encoding: form.encoding }),
    ...(form.language && { language: form.language }),
    ...(form.sheet && { sheet: form.sheet }),
    ...(form.changes && { changes: form.changes }),
    // A sheet has its own columns; and columns that were found by themselves are found again.
    ...(!isSameTable && form.sheet === (file.facts?.table?.sheet ?? form.sheet) && { columns }),
    ...(isSameTable && file.options.columns && { columns: file.options.columns }),
  }
  const isSame =
    isSameTable &&
    importIs.ready(file.status) &&
    (['encoding', 'language', 'changes'] as const).every(
      (key) => (options[key] ?? '') === (file.options[key] ?? ''),
    ) &&
    (form.sheet === undefined || form.sheet === file.facts?.table?.sheet)
  return isSame
    ? chooseImportTopic(db, actor, { import: file.id, topic: form.topic })
    : readImportAgain(db, actor, { import: file.id, options, topic: form.topic })
}

/** The choices of a form; undefined where it says what no form of ours does. */
function choicesIn(form: Record<string, unknown>): NameChoice[] | undefined {
  const choices: NameChoice[] = []
  for (const of of ['proposers', 'tags', 'topics'] as const) {
    for (let at = 0; ; at += 1) {
      const [name, value] = [form[`${of}-name-${String(at)}`], form[`${of}-choice-${String(at)}`]]
      if (typeof name !== 'string' || typeof value !== 'string') break
      if (value === '') continue
      const [kind = '', id = ''] = value.split(':')
      const choice = choiceOf(of, name, kind, id)
      if (!choice) return undefined
      choices.push(choice)
    }
  }
  return choices
}

function choiceOf(of: NameChoice['of'], name: string, kind: string, id: string): NameChoice | undefined {
  switch (`${of}:${kind}`) {
    case 'proposers:none':
      return { of: 'proposers', name, choice: { kind: 'none' } }
    case 'proposers:delegation':
      return { of: 'proposers', name, choice: { kind: 'delegation', id: id as DelegationId } }
    case 'proposers:state':
      return { of: 'proposers', name, choice: { kind: 'state', code: id } }
    case 'tags:none':
      return { of: 'tags', name, choice: { kind: 'none' } }
    case 'tags:tag':
      return { of: 'tags', name, choice: { kind: 'tag', id: id as TagId } }
    case 'tags:mandate':
      return { of: 'tags', name, choice: { kind: 'mandate', id: id as MandateId } }
    case 'tags:new-tag': {
      const tagKind = tagKinds.find((value) => value === id)
      return tagKind && { of: 'tags', name, choice: { kind: 'new-tag', tagKind } }
    }
    case 'topics:none':
      return { of: 'topics', name, choice: { kind: 'none' } }
    case 'topics:topic':
      return { of: 'topics', name, choice: { kind: 'topic', id: id as TopicId } }
    default:
      return undefined
  }
}
