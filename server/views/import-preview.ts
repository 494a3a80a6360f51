import type { Db } from '#db/client'
import { listDelegations } from '#db/queries/delegations'
import { listEvents } from '#db/queries/events'
import { countBuiltOn } from '#db/queries/imports'
import { countWaitingBefore } from '#db/queries/import-files'
import { countImportRows, listImportRows } from '#db/queries/import-rows'
import { listTopics, type Meeting } from '#db/queries/meetings'
import { listMandates, listTags } from '#db/queries/tags'
import { canBeTaken, editableText } from '#domain/imports/edit-row'
import { isTaken, type ImportFile, type ImportRow, type RowFilter } from '#domain/imports/import-file'
import {
  createResolver,
  type ProposerChoice,
  type Resolver,
  type TermChoice,
  type TopicChoice,
} from '#domain/imports/mapping'
import { isPresent } from '#domain/imports/tracked-text'
import { findMemberState, listMemberStates } from '#domain/people/member-states'
import type { ImportId, TopicId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import { importIs } from '#domain/status'
import { fold, nameKey } from '#domain/text/folding'
import { blockLetters } from '#domain/text/letters'

export const rowsPerPage = 25
/** So many names are shown at once for somebody to map; the rest comes when these are done. */
const namesAtOnce = 60

/** A file that is being imported as its preview shows it: one page of its rows, and what is to be decided for all. */
export async function readImportPreview(
  db: Db,
  meeting: Meeting,
  file: ImportFile,
  { filter, page }: { filter: RowFilter; page: number },
) {
  const [counts, topics, delegations, tags, mandates] = [
    await countImportRows(db, file.id),
    await listTopics(db, meeting.id),
    await listDelegations(db, meeting.group),
    await listTags(db, meeting.group),
    await listMandates(db, meeting.group),
  ]
  const pages = Math.max(1, Math.ceil(counts[filter] / rowsPerPage))
  const shown = Math.min(Math.max(1, page), pages)
  const rows = importIs.ready(file.status)
    ? await listImportRows(db, file.id, { filter, offset: (shown - 1) * rowsPerPage, limit: rowsPerPage })
    : []
  const resolver = createResolver({ delegations, tags, mandates, topics }, file.mapping)
  const known = new Set(delegations.map(({ code }) => code))
  return {
    counts,
    page: shown,
    pages,
    waiting: importIs.waiting(file.status) ? await countWaitingBefore(db, file) : 0,
    /** How many rows were chosen and not written, because the meeting had their texts by then. */
    repeated: importIs.written(file.status) ? await countRepeated(db, file.id) : 0,
    builtOn: importIs.written(file.status) ? await countBuiltOn(db, file.id) : 0,
    rows: rows.map((row) => shownRow(row, resolver, { delegations, topics, topic: file.topic })),
    names: importIs.ready(file.status) ? namesOf(file, resolver) : { proposers: [], tags: [], topics: [] },
    topics: topics.map(({ id, title }) => ({ id, title })),
    delegations: delegations.map(({ id, code, name }) => ({ id, code, name })),
    /** States without a delegation: they can be given one. */
    states: listMemberStates()
      .filter(({ code }) => !known.has(code))
      .map(({ code, name }) => ({ code, name })),
    tags: tags.filter(({ retired }) => !retired).map(({ id, kind, name }) => ({ id, kind, name })),
    mandates: mandates.map(({ id, symbol }) => ({ id, symbol })),
  }
}

async function countRepeated(db: Db, file: ImportId): Promise<number> {
  const run = (await listEvents(db, file)).find((event) => event.type === 'import.run')
  return run?.type === 'import.run' ? run.detail.duplicates : 0
}

export type ShownProposer = { written: string; name: LocalizedText | undefined; isNew: boolean }

type Known = {
  delegations: readonly { id: string; name: LocalizedText }[]
  topics: readonly { id: TopicId; title: LocalizedText }[]
  topic: TopicId | undefined
}

function shownRow(stored: ImportRow, resolver: Resolver, { delegations, topics, topic }: Known) {
  const { id, row, state, reason, of, choice } = stored
  const letters = blockLetters(row.content.blocks)
  const heading = row.topic === undefined ? undefined : resolver.topic(row.topic)
  const place = heading?.kind === 'topic' ? heading.id : (topic ?? topics[0]?.id)
  const proposer = (written: string): ShownProposer => {
    const found = resolver.proposer(written)
    if (found?.kind === 'delegation') {
      return {
        written,
        name: delegations.find((delegation) => delegation.id === found.id)?.name,
        isNew: false,
      }
    }
    return found?.kind === 'state'
      ? { written, name: findMemberState(found.code)?.name, isNew: true }
      : { written, name: undefined, isNew: false }
  }
  const tracked = row.tracked?.blocks.map(({ type, level, pieces }) => ({
    type,
    level,
    parts: pieces
      .filter(({ text, isBreak }) => text !== '' || isBreak)
      .map((piece) => ({
        text: piece.isBreak ? '¶' : piece.text,
        inserted: piece.inserted,
        deleted: piece.deleted,
        isPresent: isPresent(piece, (change) => row.tracked?.decisions[change] ?? 'accept'),
      })),
  }))
  return {
    id,
    line: row.line,
    state,
    reason,
    of,
    choice,
    isTaken: isTaken(stored),
    canBeTaken: canBeTaken(row),
    label: row.label,
    topic: row.topic,
    /** The topic under which it comes. */
    place: topics.find(({ id }) => id === place)?.title ?? {},
    kind: row.kind ?? 'recommendation',
    language: row.language ?? 'en',
    blocks: row.content.blocks.map(({ children, level, type }, at) => ({
      letter: letters[at],
      level: type === 'paragraph' ? 0 : (level ?? 1),
      runs: children.flatMap((run) =>
        run.type === 'text'
          ? [{ text: run.text, bold: run.bold, italic: run.italic, underline: run.underline }]
          : [],
      ),
    })),
    text: editableText(row.content),
    proposers: row.proposers.map(proposer),
    tags: row.tags.map((name) => ({ name, isKnown: isKnownTerm(resolver.term(name)) })),
    notes: row.notes,
    doubts: row.doubts,
    remarks: row.remarks,
    raw: state === 'doubtful' || row.remarks.includes('proposers-in-brackets') ? row.raw : undefined,
    changes: row.tracked?.changes.map((change, index) => ({
      ...change,
      decision: row.tracked?.decisions[index] ?? 'accept',
    })),
    tracked,
  }
}

export type ShownRow = ReturnType<typeof shownRow>

const isKnownTerm = (choice: TermChoice | undefined) => choice !== undefined && choice.kind !== 'none'

type Named<Choice> = { name: string; uses: number; choice: Choice | undefined }

/** The names of a file that no one knows, or about which somebody decided, the most used first. */
function namesOf({ names, mapping }: ImportFile, resolver: Resolver) {
  const listed = <Choice>(
    uses: Record<string, number> | undefined,
    find: (name: string) => Choice | undefined,
    needsLook: (name: string, choice: Choice | undefined) => boolean,
  ): Named<Choice>[] =>
    Object.entries(uses ?? {})
      .map(([name, count]) => ({ name, uses: count, choice: find(name) }))
      .filter(({ name, choice }) => needsLook(name, choice))
      .sort((a, b) => b.uses - a.uses)
      .slice(0, namesAtOnce)
  return {
    proposers: listed<ProposerChoice>(
      names?.proposers,
      resolver.proposer,
      (name, choice) => choice?.kind !== 'delegation' || nameKey(name) in mapping.proposers,
    ),
    tags: listed<TermChoice>(
      names?.tags,
      resolver.term,
      (name, choice) => choice === undefined || fold(name) in mapping.tags,
    ),
    topics: listed<TopicChoice>(
      names?.topics,
      resolver.topic,
      (name, choice) => choice === undefined || fold(name) in mapping.topics,
    ),
  }
}
