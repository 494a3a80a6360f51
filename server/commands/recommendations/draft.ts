import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { findMeeting, listTopics } from '#db/queries/meetings'
import { insertRecommendation, nextPosition } from '#db/queries/recommendations'
import type { MeetingId, RecommendationId, TopicId } from '#domain/ids'
import type { Language } from '#domain/languages'
import type { RecommendationKind } from '#domain/negotiation/recommendations'
import { delegationIn, isSignedIn, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { startText } from '#server/texts/copy-text'

type NewDraft = { meeting: MeetingId; topic: TopicId; kind: RecommendationKind; language: Language }

/** A delegation begins a draft that only it, and those whom it invites, can see. */
export function draftRecommendation(
  db: Db,
  actor: Actor,
  input: NewDraft,
): Promise<Result<{ recommendation: RecommendationId }>> {
  return command(db, actor, async ({ tx, record }) => {
    const meeting = await findMeeting(tx, input.meeting)
    const topic =
      meeting && (await listTopics(tx, meeting.id)).find((candidate) => candidate.id === input.topic)
    if (!meeting || !topic) return refuse('not-found')
    const delegation = delegationIn(actor, meeting)
    if (!can(actor, 'meeting.draft', meeting) || !isSignedIn(actor) || !delegation) {
      return refuse('not-permitted')
    }
    const at = new Date()
    const recommendation = ulid() as RecommendationId
    const { language, kind } = input
    // Only the server makes first content: two clients that each did would double it.
    const empty = { kind: 'draft', language, participant: actor.participant, at } as const
    const { id: document } = await startText(tx, { blocks: [] }, empty)
    await insertRecommendation(tx, {
      id: recommendation,
      meeting: meeting.id,
      meetingStatus: meeting.status,
      topic: topic.id,
      stage: 'preliminary',
      status: 'draft',
      kind,
      language,
      position: await nextPosition(tx, meeting.id, topic.id),
      text: '',
      document,
      proposers: [delegation],
      sponsors: [],
      invited: [],
      penHolders: [],
      wasTabled: false,
      createdBy: actor.participant,
      createdAt: at,
      tabledAt: undefined,
      source: undefined,
    })
    await record({
      type: 'recommendation.drafted',
      subject: recommendation,
      meeting: meeting.id,
      detail: { topic: topic.id, kind, language, document, parties: [delegation] },
      at,
    })
    return { ok: true, recommendation }
  })
}
