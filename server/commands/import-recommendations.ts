import { ulid } from 'ulid'
import type { Db, Tx } from '#db/client'
import { appendAuditEvent } from '#db/queries/audit-events'
import { insertImported, type ImportedRecommendation } from '#db/queries/imports'
import { findMeeting, listTopics, type Meeting, type Topic } from '#db/queries/meetings'
import { listDelegations } from '#db/queries/participants'
import { listRecommendations, nextPosition } from '#db/queries/recommendations'
import { listMandates, listTags } from '#db/queries/tags'
import { paragraphsOf } from '#domain/content'
import { detectLanguage } from '#domain/detect-language'
import type {
  DelegationId,
  DocumentId,
  MandateId,
  MeetingId,
  RecommendationId,
  TagId,
  TopicId,
  VersionId,
} from '#domain/ids'
import { sameText, sortRows, type ImportRow, type SortedRows } from '#domain/import-rows'
import type { Language } from '#domain/languages'
import { isSignedIn, type Actor } from '#domain/participants'
import { can } from '#domain/permissions'
import { foldForSearch } from '#domain/search-text'
import { buildDocumentUpdate } from '#editor/text-document'
import { newClientId } from './draft-recommendation'
import { refuse, type Result } from './refusal'
import { inTransaction } from './transaction'

type Input = {
  meeting: MeetingId
  /** The meeting's first topic without it. */
  topic?: TopicId | undefined
  rows: readonly ImportRow[]
  /** Of texts that do not say it; detected for each without it. */
  language?: Language | undefined
  /** Where the rows come from, for example the file's name. */
  source: string
}

/** What an import does, or would do. */
export type ImportReport = SortedRows & {
  topic: TopicId
  /** Names that no delegation and no term of the vocabulary has, with the number of rows that carry them. */
  unmatched: { proposers: Record<string, number>; tags: Record<string, number> }
}

/** What an import would take, refuse and pass over; nothing is written. */
export async function previewImport(
  db: Db,
  actor: Actor,
  input: Input,
): Promise<Result<{ report: ImportReport }>> {
  const plan = await planImport(db, actor, input)
  return plan.ok ? { ok: true, report: plan.report } : plan
}

/** Takes a file's recommendations into a meeting as tabled items, all of them or none. */
export function importRecommendations(
  db: Db,
  actor: Actor,
  input: Input,
): Promise<Result<{ report: ImportReport }>> {
  return inTransaction<Result<{ report: ImportReport }>>(db, async (tx) => {
    const plan = await planImport(tx, actor, input)
    if (!plan.ok) return plan
    const { report, meeting, resolve } = plan
    if (report.taken.length === 0) return refuse('nothing-to-list')
    const at = new Date()
    const first = await nextPosition(tx, meeting.id, report.topic)
    const imported = report.taken.map((row, index): ImportedRecommendation => {
      const { proposers, tags, mandates } = resolve(row)
      const language = row.language ?? input.language ?? detectLanguage(row.text)
      const content = paragraphsOf(row.text)
      const client = newClientId()
      return {
        item: {
          id: ulid() as RecommendationId,
          meeting: meeting.id,
          meetingStatus: meeting.status,
          topic: report.topic,
          stage: 'preliminary',
          status: 'tabled',
          kind: 'recommendation',
          language,
          position: first + index,
          text: row.text,
          document: ulid() as DocumentId,
          proposers,
          sponsors: [],
          invited: [],
          penHolders: [],
          wasTabled: true,
          createdBy: isSignedIn(actor) ? actor.participant : undefined,
          createdAt: at,
          tabledAt: at,
          source: sourceOf(input.source, row),
        },
        version: ulid() as VersionId,
        content,
        update: buildDocumentUpdate(content, client),
        client,
        tags,
        mandates,
      }
    })
    await insertImported(tx, imported, at)
    await appendAuditEvent(tx, {
      type: 'import.run',
      subject: { kind: 'import', id: ulid() },
      meeting: meeting.id,
      actor,
      detail: {
        source: input.source,
        topic: report.topic,
        imported: imported.length,
        refused: report.refused.length,
        duplicates: report.duplicates.length,
      },
      at,
    })
    return { ok: true, report }
  })
}

/** The file and line, and whatever the file says that has no place of its own here. */
function sourceOf(file: string, row: ImportRow): string {
  const said = [row.label && `no. ${row.label}`, row.proposers.join(', ')].filter(Boolean).join('; ')
  return `${file}:${String(row.line)}${said ? ` (${said})` : ''}`
}

type Resolved = { proposers: DelegationId[]; tags: TagId[]; mandates: MandateId[] }
type Plan = {
  ok: true
  report: ImportReport
  meeting: Meeting
  resolve: Resolver
}
type Resolver = ((row: ImportRow) => Resolved) & {
  delegation: (name: string) => DelegationId | undefined
  term: (name: string) => TagId | MandateId | undefined
}

async function planImport(
  db: Db | Tx,
  actor: Actor,
  input: Input,
): Promise<Plan | ReturnType<typeof refuse>> {
  if (!can(actor, 'import.run', undefined)) return refuse('not-permitted')
  const meeting = await findMeeting(db, input.meeting)
  const topics: Topic[] = meeting ? await listTopics(db, meeting.id) : []
  const topic = input.topic ? topics.find((one) => one.id === input.topic) : topics[0]
  if (!meeting || !topic) return refuse('not-found')
  const present = await listRecommendations(db, meeting.id)
  const sorted = sortRows(input.rows, new Set(present.map((item) => sameText(item.text))))
  const resolve = await resolver(db)
  const unmatched = { proposers: {} as Record<string, number>, tags: {} as Record<string, number> }
  for (const row of sorted.taken) {
    const { proposers, tags, mandates } = resolve(row)
    if (proposers.length < row.proposers.length) count(unmatched.proposers, row.proposers, resolve.delegation)
    if (tags.length + mandates.length < row.tags.length) count(unmatched.tags, row.tags, resolve.term)
  }
  return { ok: true, report: { ...sorted, topic: topic.id, unmatched }, meeting, resolve }
}

function count(into: Record<string, number>, names: readonly string[], find: (name: string) => unknown) {
  for (const name of names) if (find(name) === undefined) into[name] = (into[name] ?? 0) + 1
}

/** Finds delegations, tags and mandates by their names in any language, delegations by their codes as well. */
async function resolver(db: Db): Promise<Resolver> {
  const delegations = new Map<string, DelegationId>()
  for (const one of await listDelegations(db)) {
    for (const name of [one.code, ...Object.values(one.name)]) delegations.set(foldForSearch(name), one.id)
  }
  const tags = new Map<string, TagId>()
  for (const tag of await listTags(db)) {
    if (!tag.retired) for (const name of Object.values(tag.name)) tags.set(foldForSearch(name), tag.id)
  }
  const mandates = new Map<string, MandateId>()
  for (const mandate of await listMandates(db)) mandates.set(foldForSearch(mandate.symbol), mandate.id)
  const delegation = (name: string) => delegations.get(foldForSearch(name))
  const term = (name: string) => tags.get(foldForSearch(name)) ?? mandates.get(foldForSearch(name))
  const resolve = (row: ImportRow): Resolved => ({
    proposers: [...new Set(row.proposers.flatMap((name) => delegation(name) ?? []))],
    tags: [...new Set(row.tags.flatMap((name) => tags.get(foldForSearch(name)) ?? []))],
    mandates: [...new Set(row.tags.flatMap((name) => mandates.get(foldForSearch(name)) ?? []))],
  })
  return Object.assign(resolve, { delegation, term })
}
