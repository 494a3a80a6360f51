import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { recordEvent } from '#db/queries/events'
import { countItemsByTopic, deleteTopic, insertTopic, listTopics, updateTopic } from '#db/queries/meetings'
import { canonicalJson } from '#domain/hash'
import type { MeetingId, TopicId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import type { Actor } from '#domain/people/participants'
import { titleRefusal } from '#domain/titles'
import { refuse, type Result } from '#server/frame/refusal'
import { cleanTopics } from './clean-plan'
import { inMeeting } from './in-meeting'

/** In their order; without an id, a new one. Topics that are missing go, and so do those without a title. */
type Input = { meeting: MeetingId; topics: readonly { id?: TopicId | undefined; title: LocalizedText }[] }

/** The substantive items of a meeting's agenda. A topic under which there are recommendations cannot go. */
export const setTopics = (db: Db, actor: Actor, input: Input): Promise<Result> =>
  inMeeting(db, actor, input.meeting, async (tx, { id: meeting }, { language }, at) => {
    const before = await listTopics(tx, meeting)
    const topics = cleanTopics(input.topics).map(({ id, title }) => ({
      id: id ?? (ulid() as TopicId),
      title,
    }))
    const refusal = topics.map(({ title }) => titleRefusal(title, language)).find(Boolean)
    if (refusal) return refuse(refusal)
    const kept = new Map(before.map((topic) => [topic.id, topic]))
    const given = input.topics.flatMap(({ id }) => id ?? [])
    // Of another meeting, or gone meanwhile.
    if (given.some((id) => !kept.has(id)) || new Set(given).size < given.length)
      return refuse('changed-meanwhile')
    const gone = before.filter((topic) => !topics.some((candidate) => candidate.id === topic.id))
    const items = await countItemsByTopic(tx, meeting)
    if (gone.some((topic) => (items.get(topic.id) ?? 0) > 0)) return refuse('topic-used')
    const facts = before.map(({ id, title }) => ({ id, title }))
    if (canonicalJson(facts) === canonicalJson(topics)) return refuse('nothing-changed')
    for (const topic of gone) await deleteTopic(tx, topic.id)
    for (const [position, { id, title }] of topics.entries()) {
      if (kept.has(id)) await updateTopic(tx, { id, position, title })
      else await insertTopic(tx, { id, meeting, position, title })
    }
    const detail = { topics }
    await recordEvent(tx, { type: 'meeting.topics-set', subject: meeting, meeting, actor, detail, at })
    return { ok: true }
  })
