import type { Db, Tx } from '#db/client'
import { findMeeting, listTopics, type Meeting, type Topic } from '#db/queries/meetings'
import { listDelegations } from '#db/queries/delegations'
import { listRecommendations } from '#db/queries/recommendations'
import { listMandates, listTags } from '#db/queries/tags'
import type { DelegationId, ExpertGroupId, MandateId, MeetingId, TagId, TopicId } from '#domain/ids'
import { sameText, sortRows, type ImportRow, type SortedRows } from '#domain/imports/import-rows'
import type { Language } from '#domain/languages'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { fold } from '#domain/text/folding'
import { refuse } from '#server/frame/refusal'

export type Input = {
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

export async function planImport(
  db: Db | Tx,
  actor: Actor,
  input: Input,
): Promise<Plan | ReturnType<typeof refuse>> {
  const meeting = await findMeeting(db, input.meeting)
  if (!meeting) return refuse('not-found')
  if (!can(actor, 'import.run', meeting)) return refuse('not-permitted')
  const topics: Topic[] = await listTopics(db, meeting.id)
  const topic = input.topic ? topics.find((one) => one.id === input.topic) : topics[0]
  if (!topic) return refuse('not-found')
  const present = await listRecommendations(db, meeting.id)
  const sorted = sortRows(input.rows, new Set(present.map((item) => sameText(item.text))))
  const resolve = await resolver(db, meeting.group)
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
async function resolver(db: Db, group: ExpertGroupId): Promise<Resolver> {
  const delegations = new Map<string, DelegationId>()
  for (const one of await listDelegations(db, group)) {
    for (const name of [one.code, ...Object.values(one.name)]) delegations.set(fold(name), one.id)
  }
  const tags = new Map<string, TagId>()
  for (const tag of await listTags(db, group)) {
    if (!tag.retired) for (const name of Object.values(tag.name)) tags.set(fold(name), tag.id)
  }
  const mandates = new Map<string, MandateId>()
  for (const mandate of await listMandates(db, group)) mandates.set(fold(mandate.symbol), mandate.id)
  const delegation = (name: string) => delegations.get(fold(name))
  const term = (name: string) => tags.get(fold(name)) ?? mandates.get(fold(name))
  const resolve = (row: ImportRow): Resolved => ({
    proposers: [...new Set(row.proposers.flatMap((name) => delegation(name) ?? []))],
    tags: [...new Set(row.tags.flatMap((name) => tags.get(fold(name)) ?? []))],
    mandates: [...new Set(row.tags.flatMap((name) => mandates.get(fold(name)) ?? []))],
  })
  return Object.assign(resolve, { delegation, term })
}
