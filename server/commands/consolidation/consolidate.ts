import { ulid } from 'ulid'
import type { Db, Tx } from '#db/client'
import type { PreliminaryItem } from '#db/queries/dispositions'
import {
  appendDocumentUpdate,
  bindDocumentAuthor,
  insertDocument,
  listDocumentAuthors,
  listDocumentUpdates,
} from '#db/queries/documents'
import { recordEvent } from '#db/queries/events'
import { listTopics } from '#db/queries/meetings'
import { findRecommendation, insertRecommendation, nextPosition } from '#db/queries/recommendations'
import type { DocumentId, MeetingId, RecommendationId, TopicId } from '#domain/ids'
import type { RecommendationKind } from '#domain/negotiation/recommendations'
import type { Actor } from '#domain/people/participants'
import {
  countBrackets,
  type AuthoredBlock,
  type AuthoredContent,
  type AuthoredInline,
} from '#domain/text/content'
import { attribute } from '#editor/attribution'
import { buildAuthoredDocumentUpdate } from '#editor/text-document'
import { refuse, type Result } from '#server/frame/refusal'
import { newClientId } from '#server/texts/client-id'
import { atTheDesk, decide, type Desk } from './desk'

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
    await recordEvent(tx, {
      type: 'paragraph.consolidated',
      subject: paragraph,
      meeting: desk.meeting.id,
      actor,
      detail: {
        sources: found.map((item) => item.id),
        topic: topic.id,
        kind: input.kind,
        language,
        document,
      },
      at,
    })
    return { ok: true, paragraph }
  })
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
