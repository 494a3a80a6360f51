import { ulid } from 'ulid'
import type { Db, Tx } from '#db/client'
import { appendAuditEvent } from '#db/queries/audit-events'
import {
  deleteDisposition,
  listDispositions,
  listPreliminaryItems,
  setDisposition,
  type PreliminaryItem,
} from '#db/queries/dispositions'
import {
  appendDocumentUpdate,
  bindDocumentAuthor,
  insertDocument,
  listDocumentAuthors,
  listDocumentUpdates,
} from '#db/queries/documents'
import { findMeeting, listTopics, type Meeting } from '#db/queries/meetings'
import { findRecommendation, insertRecommendation, nextPosition } from '#db/queries/recommendations'
import { countBrackets, type AuthoredBlock, type AuthoredContent, type AuthoredInline } from '#domain/content'
import { dispositionKind, type Disposition } from '#domain/dispositions'
import type { DocumentId, MeetingId, RecommendationId, TopicId } from '#domain/ids'
import { isSignedIn, type Actor, type SignedInActor } from '#domain/participants'
import { can, isOpenText } from '#domain/permissions'
import type { RecommendationKind } from '#domain/recommendations'
import { attribute } from '#editor/attribution'
import { buildAuthoredDocumentUpdate } from '#editor/text-document'
import { newClientId } from './draft-recommendation'
import { refuse, type Result } from './refusal'
import { inTransaction } from './transaction'

type Desk = {
  meeting: Meeting
  actor: SignedInActor
  items: Map<RecommendationId, PreliminaryItem>
  dispositions: Map<RecommendationId, Disposition>
  at: Date
}

/**
 * Makes one consolidated paragraph out of one preliminary item or several. Its text begins as theirs, every word
 * still its author's; each item's disposition says where it went.
 */
export function consolidate(
  db: Db,
  actor: Actor,
  input: {
    meeting: MeetingId
    topic: TopicId
    kind: RecommendationKind
    sources: readonly RecommendationId[]
  },
): Promise<Result<{ paragraph: RecommendationId }>> {
  return atTheDesk<{ paragraph: RecommendationId }>(db, actor, input.meeting, async (tx, desk) => {
    const topic = (await listTopics(tx, desk.meeting.id)).find((one) => one.id === input.topic)
    if (!topic) return refuse('not-found')
    if (input.sources.length === 0) return refuse('sources-missing')
    const sources = input.sources.map((id) => desk.items.get(id))
    const found = sources.filter((item): item is PreliminaryItem => item !== undefined)
    const [first] = found
    if (!first || found.length < sources.length) return refuse('not-found')
    if (found.some((item) => desk.dispositions.has(item.id))) return refuse('already-disposed')
    const { at } = desk
    const document = ulid() as DocumentId
    const paragraph = ulid() as RecommendationId
    const { language } = first
    await insertDocument(tx, { id: document, kind: 'working-text', language, at })
    const { text, brackets } = await writeSources(tx, document, found, desk)
    await insertRecommendation(tx, {
      id: paragraph,
      meeting: desk.meeting.id,
      meetingStatus: desk.meeting.status,
      topic: topic.id,
      stage: 'consolidated',
      status: 'proposed',
      kind: input.kind,
      language,
      position: await nextPosition(tx, desk.meeting.id, topic.id),
      text,
      brackets,
      document,
      proposers: [],
      sponsors: [],
      invited: [],
      penHolders: [],
      wasTabled: true,
      createdBy: desk.actor.participant,
      createdAt: at,
      tabledAt: at,
      source: undefined,
    })
    const kind = found.length === 1 ? 'carried-over' : 'merged'
    for (const item of found) {
      await decide(tx, desk, { item: item.id, kind, reason: undefined, targets: [paragraph] })
    }
    await appendAuditEvent(tx, {
      type: 'paragraph.consolidated',
      subject: { kind: 'recommendation', id: paragraph },
      meeting: desk.meeting.id,
      actor,
      detail: { sources: found.map((item) => item.id) },
      at,
    })
    return { ok: true, paragraph }
  })
}

/**
 * Counts preliminary items among the sources of a paragraph that is there. Its text is not written into the
 * paragraph: that is edited live. An item that went into another paragraph already is split between them.
 */
export function addSources(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; paragraph: RecommendationId; sources: readonly RecommendationId[] },
): Promise<Result> {
  return atTheDesk<object>(db, actor, input.meeting, async (tx, desk) => {
    const paragraph = await findRecommendation(tx, input.paragraph)
    if (paragraph?.stage !== 'consolidated' || paragraph.meeting !== desk.meeting.id) {
      return refuse('not-found')
    }
    if (!isOpenText(paragraph)) return refuse('wrong-status')
    for (const source of input.sources) {
      const item = desk.items.get(source)
      const before = desk.dispositions.get(source)
      if (!item) return refuse('not-found')
      if (before?.kind === 'not-retained') return refuse('already-disposed')
      if (before?.targets.includes(paragraph.id)) return refuse('nothing-changed')
      await redecide(tx, desk, item, [...(before?.targets ?? []), paragraph.id])
    }
    return { ok: true }
  })
}

/** An item does not go into this paragraph after all; without another one it has no disposition any more. */
export function removeSource(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; paragraph: RecommendationId; source: RecommendationId },
): Promise<Result> {
  return atTheDesk<object>(db, actor, input.meeting, async (tx, desk) => {
    const item = desk.items.get(input.source)
    const before = desk.dispositions.get(input.source)
    if (!item || !before?.targets.includes(input.paragraph)) return refuse('not-found')
    const targets = before.targets.filter((one) => one !== input.paragraph)
    return redecide(tx, desk, item, targets)
  })
}

/** Items do not go into the list; the reason is part of their lineage. */
export function doNotRetain(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; sources: readonly RecommendationId[]; reason: string },
): Promise<Result> {
  return atTheDesk<object>(db, actor, input.meeting, async (tx, desk) => {
    const reason = input.reason.trim()
    if (reason === '') return refuse('reason-required')
    for (const source of input.sources) {
      const item = desk.items.get(source)
      if (!item) return refuse('not-found')
      if (desk.dispositions.has(item.id)) return refuse('already-disposed')
      await decide(tx, desk, { item: item.id, kind: 'not-retained', reason, targets: [] })
    }
    return { ok: true }
  })
}

/** What was decided on an item is undone; it waits for a disposition again. */
export function reopenDisposition(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; source: RecommendationId },
): Promise<Result> {
  return atTheDesk<object>(db, actor, input.meeting, async (tx, desk) => {
    const item = desk.items.get(input.source)
    if (!item || !desk.dispositions.has(item.id)) return refuse('not-found')
    return redecide(tx, desk, item, [])
  })
}

function atTheDesk<Made extends object>(
  db: Db,
  actor: Actor,
  meetingId: MeetingId,
  work: (tx: Tx, desk: Desk) => Promise<Result<Made>>,
): Promise<Result<Made>> {
  return inTransaction(db, async (tx) => {
    const meeting = await findMeeting(tx, meetingId)
    if (meeting?.kind !== 'evaluation') return refuse('not-found')
    if (!isSignedIn(actor) || !can(actor, 'consolidation.decide', undefined)) return refuse('not-permitted')
    if (meeting.status === 'reported') return refuse('wrong-status')
    const items = await listPreliminaryItems(tx, meeting.workplan)
    const dispositions = await listDispositions(tx, meeting.workplan)
    return work(tx, {
      meeting,
      actor,
      items: new Map(items.map((item) => [item.id, item])),
      dispositions: new Map(dispositions.map((one) => [one.item, one])),
      at: new Date(),
    })
  })
}

async function decide(tx: Tx, desk: Desk, disposition: Disposition) {
  desk.dispositions.set(disposition.item, disposition)
  await setDisposition(tx, { ...disposition, by: desk.actor.participant, at: desk.at })
  await appendAuditEvent(tx, {
    type: 'recommendation.disposed',
    subject: { kind: 'recommendation', id: disposition.item },
    meeting: desk.meeting.id,
    actor: desk.actor,
    ...(disposition.reason && { reason: disposition.reason }),
    detail: { disposition: disposition.kind, targets: [...disposition.targets] },
    at: desk.at,
  })
}

/** Decides on an item by the paragraphs that it now goes into; the kinds of those it shares them with follow. */
async function redecide(
  tx: Tx,
  desk: Desk,
  item: PreliminaryItem,
  targets: readonly RecommendationId[],
): Promise<Result> {
  const before = desk.dispositions.get(item.id)?.targets ?? []
  if (targets.length === 0) {
    desk.dispositions.delete(item.id)
    await deleteDisposition(tx, item.id)
    await appendAuditEvent(tx, {
      type: 'recommendation.disposition-reopened',
      subject: { kind: 'recommendation', id: item.id },
      meeting: desk.meeting.id,
      actor: desk.actor,
      at: desk.at,
    })
  } else {
    desk.dispositions.set(item.id, { item: item.id, kind: 'merged', reason: undefined, targets })
  }
  const touched = new Set([...before, ...targets])
  for (const disposition of [...desk.dispositions.values()]) {
    if (!disposition.targets.some((target) => touched.has(target))) continue
    const text = desk.items.get(disposition.item)?.text ?? ''
    const described = []
    for (const target of disposition.targets) {
      const paragraph = await findRecommendation(tx, target)
      const sources = [...desk.dispositions.values()].filter((one) => one.targets.includes(target)).length
      described.push({ text: paragraph?.text ?? '', sources })
    }
    const kind = dispositionKind(text, described)
    if (disposition.item === item.id || kind !== disposition.kind) {
      await decide(tx, desk, { ...disposition, kind })
    }
  }
  return { ok: true }
}

/** The first text of a paragraph: its sources one after the other, each word still its author's. */
async function writeSources(
  tx: Tx,
  document: DocumentId,
  sources: readonly PreliminaryItem[],
  desk: Desk,
): Promise<{ text: string; brackets: number }> {
  const blocks: AuthoredBlock[] = []
  for (const source of sources) {
    const item = await findRecommendation(tx, source.id)
    if (!item) continue
    const log = await listDocumentUpdates(tx, item.document)
    const authors = new Map((await listDocumentAuthors(tx, item.document)).map((one) => [one.client, one]))
    // Another document: its authors write here under client ids of their own.
    const clients = new Map<number, number>()
    for (const author of authors.values()) {
      const client = newClientId()
      clients.set(author.client, client)
      await bindDocumentAuthor(tx, document, { ...author, client }, desk.at)
    }
    const content = attribute(log, [...authors.values()])
    // Words of nobody known stay nobody's, not the secretariat's.
    const unknown = newClientId()
    const nobody = { client: unknown, participant: undefined, amendment: undefined, delegations: [] }
    await bindDocumentAuthor(tx, document, nobody, desk.at)
    const renamed = (inline: AuthoredInline): AuthoredInline =>
      inline.type === 'bracket'
        ? { ...inline, children: inline.children.map(renamed) }
        : { ...inline, client: clients.get(inline.client) ?? unknown }
    blocks.push(...content.blocks.map((block) => ({ ...block, children: block.children.map(renamed) })))
  }
  const content: AuthoredContent = { blocks }
  const payload = buildAuthoredDocumentUpdate(content)
  await appendDocumentUpdate(tx, {
    document,
    payload,
    participant: desk.actor.participant,
    at: desk.at,
  })
  return { text: sources.map((source) => source.text).join('\n'), brackets: countBrackets(content) }
}
