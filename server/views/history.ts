import * as Y from 'yjs'
import { emptyDocument } from '#editor/shape'
import type { Db } from '#db/client'
import { listAllAmendments, type Amendment } from '#db/queries/amendments'
import {
  listDocumentUpdates,
  type LogEntry,
  listDocumentAuthors,
  type DocumentAuthor,
} from '#db/queries/documents'
import { listEvents } from '#db/queries/events'
import { listParticipants } from '#db/queries/participants'
import { listDelegations } from '#db/queries/delegations'
import { listVersions, versionHash } from '#db/queries/versions'
import { mayLearnOf, recordOf, type EventType, type RecordedEvent } from '#domain/events/events'
import type { EventSentence } from '#domain/events/sentences'
import type { AmendmentId, DelegationId, DocumentId } from '#domain/ids'
import type { Language, LocalizedText } from '#domain/languages'
import type { ChangeOutcome } from '#domain/negotiation/outcomes'
import type { Recommendation } from '#domain/negotiation/recommendations'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import type { AmendmentStatus } from '#domain/status'
import { countBrackets, type DocumentContent } from '#domain/text/content'
import type { DiffLine } from '#domain/text/diff-lines'
import { diffContent } from '#domain/text/word-diff'
import { momentsOf, type Moment } from '#domain/time/moments'
import { readContent } from '#editor/authored'
import { readChangeOutcomes } from '#server/texts/change-outcomes'
import { readAuthorship, type Authorship } from './authorship'

/** Something that happened to a text, at the moment whose text it met. */
export type HistoryEvent = {
  sentence: EventSentence
  at: string
  delegation: string | undefined
  version?: number
}

export type HistoryMoment = {
  /** The last entry of the log that belongs to it: its address. */
  id: number
  at: string
  /** Who wrote, where it was one person. */
  name: string | undefined
  delegation: LocalizedText | undefined
  entries: number
  events: HistoryEvent[]
}

export type History = {
  moments: HistoryMoment[]
  /** The moment that is looked at, and the one that it is compared with. */
  at: number
  from: number | undefined
  lines: DiffLine[]
  authorship: Authorship | undefined
  /** The amendments that were decided at the moment, with what became of each of their changes. */
  decided: DecidedAmendment[]
  /** A version that was frozen at the moment, and whether the log still yields it to the letter. */
  version: { number: number; hash: string; matches: boolean } | undefined
  /** What restoring the moment would change in the text as it stands; absent where that may not be done. */
  restoring: { lines: DiffLine[]; seen: number } | undefined
}

export type DecidedAmendment = {
  id: AmendmentId
  status: AmendmentStatus
  language: Language
  proposers: DelegationId[]
  changes: ChangeOutcome[]
}

type Choice = {
  at: number | undefined
  from: number | undefined
  /** Whether each word's author is asked for. */
  authors: boolean
}

/** For whom somebody wrote at a moment: they may have moved to another delegation since. */
function delegationAt(authors: readonly (DocumentAuthor & { since: Date })[], { participant, at }: Moment) {
  const own = authors.filter((author) => author.participant === participant && author.delegations.length > 0)
  const before = own.filter((candidate) => candidate.since <= at)
  return (before.at(-1) ?? own[0])?.delegations[0]
}

/**
 * The life of a recommendation's text, derived from its log: the moments, what happened at each, and the text at
 * one of them compared with the text at another.
 */
export async function readHistory(
  db: Db,
  actor: Actor,
  item: Recommendation,
  choice: Choice,
): Promise<History | undefined> {
  // What was written before it was tabled stays with those who wrote it.
  const draft = can(actor, 'recommendation.see-drafting', item) ? item.draftDocument : undefined
  const amendments = (await listAllAmendments(db, item.id)).filter((amendment) =>
    can(actor, 'amendment.see', amendment),
  )
  const [drafted, tabled, versions, events, people, delegations, draftAuthors, textAuthors] =
    await Promise.all([
      draft ? listDocumentUpdates(db, draft) : [],
      listDocumentUpdates(db, item.document),
      listVersions(db, item.id),
      readEvents(db, actor, item, amendments),
      listParticipants(db),
      listDelegations(db, item.group),
      draft ? listDocumentAuthors(db, draft) : [],
      listDocumentAuthors(db, item.document),
    ])
  const authors = [...draftAuthors, ...textAuthors]
  const log = [...drafted, ...tabled]
  const always = new Set([
    ...versions.map((version) => version.updateId),
    ...events.flatMap((event) => lastBefore(log, event.at)?.id ?? []),
    ...log.flatMap((entry) => (entry.restores === undefined ? [] : [entry.id])),
  ])
  const moments = momentsOf(log, always)
  const last = moments.at(-1)
  if (!last) return undefined
  const at = moments.find((moment) => moment.id === choice.at) ?? last
  const from =
    moments.find((moment) => moment.id === choice.from && moment !== at) ?? moments[moments.indexOf(at) - 1]
  const { contents, brackets } = replay(log, moments, [at.id, from?.id ?? at.id, last.id])
  const textAt = (moment: Moment): DocumentContent => contents.get(moment.id) ?? { blocks: [] }
  const version = versions.findLast((candidate) => candidate.updateId === at.id)
  return {
    moments: moments.map((moment) => {
      const writer = people.find((person) => person.id === moment.participant)
      return {
        id: moment.id,
        at: moment.at.toISOString(),
        name: writer?.name,
        delegation: delegations.find((delegation) => delegation.id === delegationAt(authors, moment))?.name,
        entries: moment.entries,
        events: [
          ...bracketEvents(moment, brackets, events),
          ...events.filter((event) => momentOf(moments, event.at) === moment).flatMap(toHistoryEvent),
        ],
      }
    }),
    at: at.id,
    from: from?.id,
    lines: diffContent(from ? textAt(from) : textAt(at), textAt(at), item.language).lines,
    authorship: choice.authors
      ? await readAuthorship(db, { document: documentAt(log, at.id), group: item.group }, at.id)
      : undefined,
    decided: await readDecided(
      db,
      amendments.filter(({ decidedAt }) => decidedAt && momentOf(moments, decidedAt) === at),
    ),
    version: version && {
      number: version.number,
      hash: version.hash,
      matches: versionHash(version.language, textAt(at)) === version.hash,
    },
    restoring: restoringOf(actor, item, textAt(last), textAt(at), last.id),
  }
}

function restoringOf(
  actor: Actor,
  item: Recommendation,
  now: DocumentContent,
  then: DocumentContent,
  seen: number,
): History['restoring'] {
  if (!can(actor, 'recommendation.edit', item)) return undefined
  const { lines, changes } = diffContent(now, then, item.language satisfies Language)
  return changes.length === 0 ? undefined : { lines, seen }
}

/** The document that an entry of the log belongs to: the draft, or the text as it was tabled. */
function documentAt(log: readonly LogEntry[], id: number): DocumentId {
  const entry = log.find((logEntry) => logEntry.id === id)
  if (!entry) throw new Error(`The log has no entry ${String(id)}.`)
  return entry.document
}

/** The texts at some entries of the log, and how many brackets were open at every moment. */
function replay(log: readonly LogEntry[], moments: readonly Moment[], wanted: readonly number[]) {
  let doc = emptyDocument()
  let of: DocumentId | undefined
  const stops = new Set(moments.map((moment) => moment.id))
  const contents = new Map<number, DocumentContent>()
  const brackets = new Map<number, number>()
  let before = 0
  for (const { id, document, payload } of log) {
    if (document !== of) {
      doc.destroy()
      doc = emptyDocument()
      of = document
    }
    Y.applyUpdate(doc, payload)
    if (!stops.has(id)) continue
    const content = readContent(doc)
    const open = countBrackets(content)
    if (open !== before) brackets.set(id, open - before)
    before = open
    if (wanted.includes(id)) contents.set(id, content)
  }
  doc.destroy()
  return { contents, brackets }
}

const bracketTypes: ReadonlySet<EventType> = new Set(['bracket.lifted', 'bracket.alternative-taken'])

/** Brackets that came or went with a moment; one that was lifted with a word about it is told of by its event. */
function bracketEvents(
  moment: Moment,
  brackets: ReadonlyMap<number, number>,
  events: readonly RecordedEvent[],
): HistoryEvent[] {
  const difference = brackets.get(moment.id)
  if (difference === undefined) return []
  const isTold = events.some(
    (event) => bracketTypes.has(event.type) && event.at.getTime() === moment.at.getTime(),
  )
  if (difference < 0 && isTold) return []
  const sentence = difference > 0 ? 'bracketed' : 'brackets-lifted'
  return [{ sentence, at: moment.at.toISOString(), delegation: undefined }]
}

async function readDecided(db: Db, amendments: readonly Amendment[]): Promise<DecidedAmendment[]> {
  const outcomes = await readChangeOutcomes(db, amendments)
  return amendments.map(({ id, status, language, proposers, sponsors }) => ({
    id,
    status,
    language,
    proposers: [...proposers, ...sponsors],
    changes: outcomes.get(id) ?? [],
  }))
}

/** What happened to the recommendation and to its amendments, as far as this reader may learn of it. */
async function readEvents(
  db: Db,
  actor: Actor,
  item: Recommendation,
  amendments: readonly Amendment[],
): Promise<RecordedEvent[]> {
  const events = await Promise.all(
    [item.id, ...amendments.map((amendment) => amendment.id)].map((id) => listEvents(db, id)),
  )
  return events
    .flat()
    .filter((event) => mayLearnOf(actor, event) && recordOf(event.type)?.in === 'record-and-history')
    .toSorted((a, b) => a.sequence - b.sequence)
}

const lastBefore = <Timed extends { at: Date }>(entries: readonly Timed[], at: Date): Timed | undefined =>
  entries.findLast((entry) => entry.at.getTime() <= at.getTime())

const momentOf = (moments: readonly Moment[], at: Date) => lastBefore(moments, at) ?? moments[0]

function toHistoryEvent(event: RecordedEvent): HistoryEvent[] {
  const record = recordOf(event.type)
  if (!record) return []
  return [
    {
      sentence: record.sentence,
      at: event.at.toISOString(),
      delegation: event.delegation,
      ...('version' in event.detail && { version: event.detail.version }),
    },
  ]
}
