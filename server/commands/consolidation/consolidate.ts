import { ulid } from 'ulid'
import type { Db, Tx } from '#db/client'
import type { PreliminaryItem } from '#db/queries/dispositions'
import { listTopics } from '#db/queries/meetings'
import { findRecommendation, insertRecommendation, nextPosition } from '#db/queries/recommendations'
import type { MeetingId, RecommendationId, TopicId } from '#domain/ids'
import type { RecommendationKind } from '#domain/negotiation/recommendations'
import type { Actor } from '#domain/people/participants'
import { countBrackets, plainText } from '#domain/text/content'
import { refuse, type Result } from '#server/frame/refusal'
import { startCopy } from '#server/texts/copy-text'
import { readFinalWords, type WrittenText } from '#server/texts/who-wrote'
import { atConsolidationDesk, disposeOf } from './desk'

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
  return atConsolidationDesk<{ paragraph: RecommendationId }>(db, actor, input.meeting, async (tx, desk) => {
    const topic = (await listTopics(tx, desk.meeting.id)).find((candidate) => candidate.id === input.topic)
    if (!topic) return refuse('not-found')
    if (input.sources.length === 0) return refuse('sources-missing')
    const sources = input.sources.map((id) => desk.items.get(id))
    const found = sources.filter((item): item is PreliminaryItem => item !== undefined)
    const [first] = found
    if (!first || found.length < sources.length) return refuse('not-found')
    if (found.some((item) => desk.dispositions.has(item.id))) return refuse('already-disposed')
    const { at } = desk
    const paragraph = ulid() as RecommendationId
    const { language } = first
    const { id: document, content } = await startCopy(tx, await readSources(tx, found), {
      kind: 'working-text',
      language,
      participant: desk.by.participant,
      at,
    })
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
      text: plainText(content),
      brackets: countBrackets(content),
      document,
      proposers: [],
      sponsors: [],
      invited: [],
      penHolders: [],
      wasTabled: true,
      createdBy: desk.by.participant,
      createdAt: at,
      tabledAt: at,
      source: undefined,
    })
    const kind = found.length === 1 ? 'carried-over' : 'merged'
    for (const item of found) {
      await disposeOf(tx, desk, { item: item.id, kind, reason: undefined, targets: [paragraph] })
    }
    await desk.record({
      type: 'paragraph.consolidated',
      subject: paragraph,
      meeting: desk.meeting.id,
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
async function readSources(tx: Tx, sources: readonly PreliminaryItem[]): Promise<WrittenText[]> {
  const words: WrittenText[] = []
  for (const source of sources) {
    const item = await findRecommendation(tx, source.id)
    if (item) words.push(await readFinalWords(tx, item.document))
  }
  return words
}
