import { setImmediate as nextTurn } from 'node:timers/promises'
import { ulid } from 'ulid'
import type { Tx } from '#db/client'
import { createIds } from '#db/many-ids'
import { recordEvent, recordEvents } from '#db/queries/events'
import { insertDelegation, listDelegations } from '#db/queries/delegations'
import { insertImported, listMeetingTexts, type ImportedRecommendation } from '#db/queries/imports'
import { listTopics, type Meeting } from '#db/queries/meetings'
import { nextPosition, rowsAtOnce } from '#db/queries/recommendations'
import { insertTag, listMandates, listTags } from '#db/queries/tags'
import { versionHash } from '#db/queries/versions'
import type {
  DelegationId,
  DocumentId,
  ImportId,
  MandateId,
  RecommendationId,
  TagId,
  TopicId,
  VersionId,
} from '#domain/ids'
import { createResolver, type Mapping, type Resolver } from '#domain/imports/mapping'
import type { ParsedRow } from '#domain/imports/parsed-row'
import { sameText } from '#domain/imports/proposers'
import { languages } from '#domain/languages'
import { findMemberState } from '#domain/people/member-states'
import { isSignedIn, type Actor } from '#domain/people/participants'
import { fold } from '#domain/text/folding'
import { refuse, type Result } from '#server/frame/refusal'
import type { PreparedRow } from './prepare-rows'

export type ResolvedRow = PreparedRow & {
  topic: TopicId
  proposers: DelegationId[]
  tags: TagId[]
  mandates: MandateId[]
}

/** What an import adds to the group besides items. */
export type Additions = { delegations: string[]; tags: string[] }

/** The rows whose texts the meeting does not have, with whom and what they name; those are added where they are new. */
export async function resolveRows(
  tx: Tx,
  meeting: Meeting,
  rows: readonly PreparedRow[],
  { mapping, topic }: { mapping: Mapping; topic: TopicId },
): Promise<{ rows: ResolvedRow[]; repeated: PreparedRow[]; added: Additions }> {
  const present = new Set((await listMeetingTexts(tx, meeting.id)).map(({ text }) => sameText(text)))
  const [delegations, tags, mandates, topics] = [
    await listDelegations(tx, meeting.group),
    await listTags(tx, meeting.group),
    await listMandates(tx, meeting.group),
    await listTopics(tx, meeting.id),
  ]
  const resolver = createResolver({ delegations, tags, mandates, topics }, mapping)
  const added: Additions = { delegations: [], tags: [] }
  const states = new Map<string, DelegationId>()
  const terms = new Map<string, TagId>()
  const resolved: ResolvedRow[] = []
  const repeated: PreparedRow[] = []
  for (const prepared of rows) {
    if (present.has(prepared.key) && !prepared.isOwnItem) {
      repeated.push(prepared)
      continue
    }
    const { row } = prepared
    const found = {
      proposers: new Set<DelegationId>(),
      tags: new Set<TagId>(),
      mandates: new Set<MandateId>(),
    }
    for (const name of row.proposers) {
      const choice = resolver.proposer(name)
      if (choice?.kind === 'delegation') found.proposers.add(choice.id)
      if (choice?.kind === 'state') found.proposers.add(await delegationOf(choice.code))
    }
    for (const name of row.tags) {
      const choice = resolver.term(name)
      if (choice?.kind === 'tag') found.tags.add(choice.id)
      if (choice?.kind === 'mandate') found.mandates.add(choice.id)
      if (choice?.kind === 'new-tag') found.tags.add(await termOf(name, choice.tagKind, row))
    }
    resolved.push({
      ...prepared,
      topic: topicOf(resolver, row) ?? topic,
      proposers: [...found.proposers],
      tags: [...found.tags],
      mandates: [...found.mandates],
    })
  }
  return { rows: resolved, repeated, added }

  async function delegationOf(code: string): Promise<DelegationId> {
    const known = states.get(code)
    if (known) return known
    const state = findMemberState(code)
    if (!state) throw new Error(`There is no State ${code}.`)
    const id = ulid() as DelegationId
    await insertDelegation(tx, {
      id,
      group: meeting.group,
      // Observers are in no regional group.
      kind: state.regionalGroup ? 'member-state' : 'observer-state',
      name: state.name,
      code,
      regionalGroup: state.regionalGroup,
    })
    states.set(code, id)
    added.delegations.push(code)
    return id
  }

  async function termOf(
    name: string,
    kind: Parameters<typeof insertTag>[1]['kind'],
    row: ParsedRow,
  ): Promise<TagId> {
    const known = terms.get(fold(name))
    if (known) return known
    const id = ulid() as TagId
    const language = row.language ?? languages[1]
    await insertTag(tx, { id, group: meeting.group, kind, name: { [language]: name } })
    terms.set(fold(name), id)
    added.tags.push(name)
    return id
  }
}

type Writing = { import: ImportId; source: string; mapping: Mapping; topic: TopicId }

export type Written = { items: number; repeated: PreparedRow[]; added: Additions }

/** Writes the rows of one import as tabled items, all of them, and the one event that says so. */
export async function writeRows(
  tx: Tx,
  actor: Actor,
  meeting: Meeting,
  prepared: readonly PreparedRow[],
  writing: Writing,
): Promise<Result<Written>> {
  const at = new Date()
  const { rows, repeated, added } = await resolveRows(tx, meeting, prepared, writing)
  if (rows.length === 0) return refuse('nothing-to-list')
  const positions = new Map<TopicId, number>()
  for (const topic of new Set(rows.map((row) => row.topic))) {
    positions.set(topic, await nextPosition(tx, meeting.id, topic))
  }
  const newId = createIds()
  const imported = rows.map((row): ImportedRecommendation => {
    const position = positions.get(row.topic) ?? 0
    positions.set(row.topic, position + 1)
    return asItem(row, { actor, meeting, at, position, writing, newId })
  })
  for (let start = 0; start < imported.length; start += rowsAtOnce) {
    await insertImported(tx, imported.slice(start, start + rowsAtOnce), at)
    // Others who do not need the database are served meanwhile.
    await nextTurn()
  }
  await recordEvents(
    tx,
    imported.map(({ item, content, tags, mandates }) => ({
      type: 'recommendation.imported',
      subject: item.id,
      meeting: meeting.id,
      actor,
      detail: {
        topic: item.topic ?? writing.topic,
        kind: item.kind,
        language: item.language,
        document: item.document,
        parties: [...item.proposers],
        version: 1,
        hash: versionHash(item.language, content),
        ...(item.source !== undefined && { source: item.source }),
        tags,
        mandates,
      },
      at,
    })),
  )
  await recordEvent(tx, {
    type: 'import.run',
    subject: writing.import,
    meeting: meeting.id,
    actor,
    detail: {
      source: writing.source,
      topic: writing.topic,
      imported: imported.length,
      duplicates: repeated.length,
      delegations: added.delegations,
      tags: added.tags,
    },
    at,
  })
  return { ok: true, items: imported.length, repeated, added }
}

type Around = {
  actor: Actor
  meeting: Meeting
  at: Date
  position: number
  writing: Writing
  newId: () => string
}

function asItem(
  prepared: ResolvedRow,
  { actor, meeting, at, position, writing, newId }: Around,
): ImportedRecommendation {
  const { row, text, update, base, topic, proposers, tags, mandates } = prepared
  return {
    item: {
      id: newId() as RecommendationId,
      meeting: meeting.id,
      meetingStatus: meeting.status,
      topic,
      stage: 'preliminary',
      status: 'tabled',
      kind: row.kind ?? 'recommendation',
      language: row.language ?? 'en',
      position,
      text,
      document: newId() as DocumentId,
      proposers,
      sponsors: [],
      invited: [],
      penHolders: [],
      wasTabled: true,
      createdBy: isSignedIn(actor) ? actor.participant : undefined,
      createdAt: at,
      tabledAt: at,
      source: sourceOf(writing.source, row),
    },
    version: newId() as VersionId,
    content: row.content,
    update,
    base,
    tags,
    mandates,
    from: {
      import: writing.import,
      file: writing.source,
      line: row.line,
      label: row.label,
      proposers: row.proposers,
      notes: row.notes,
    },
  }
}

/** The file and line, with the number and the proposers that it gives the item. */
function sourceOf(file: string, row: ParsedRow): string {
  const said = [row.label && `no. ${row.label}`, row.proposers.join(', ')].filter(Boolean).join('; ')
  return `${file}:${String(row.line)}${said ? ` (${said})` : ''}`
}

const topicOf = (resolver: Resolver, { topic }: ParsedRow): TopicId | undefined => {
  const choice = topic === undefined ? undefined : resolver.topic(topic)
  return choice?.kind === 'topic' ? choice.id : undefined
}
