import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { insertAmendment } from '#db/queries/amendments'
import { recordEvent } from '#db/queries/events'
import { findMeeting, listTopics } from '#db/queries/meetings'
import { insertRecommendation, listRecommendations } from '#db/queries/recommendations'
import type { AmendmentId, MeetingId, RecommendationId, TopicId } from '#domain/ids'
import type { Language } from '#domain/languages'
import type { Recommendation, RecommendationKind } from '#domain/negotiation/recommendations'
import { delegationIn, isSignedIn, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { recommendationIs } from '#domain/status'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { readState } from '#server/texts/canonical-form'
import { startText } from '#server/texts/copy-text'
import { forkText } from '#server/texts/fork-text'
import { freezeText } from '#server/texts/freeze-text'

type ProposedParagraph = {
  meeting: MeetingId
  topic: TopicId
  /** The paragraph after which it shall stand; absent for the end of the topic. */
  after?: RecommendationId | undefined
  kind: RecommendationKind
  language: Language
}

/**
 * A delegation begins a paragraph that the evaluation meeting's list does not have. It is an amendment like any
 * other: drafted apart, sponsored, tabled and accepted; until then its place is empty and no one sees it there.
 */
export function proposeParagraph(
  db: Db,
  actor: Actor,
  input: ProposedParagraph,
): Promise<Result<{ amendment: AmendmentId; recommendation: RecommendationId }>> {
  return command<Result<{ amendment: AmendmentId; recommendation: RecommendationId }>>(
    db,
    actor,
    async ({ tx }) => {
      const meeting = await findMeeting(tx, input.meeting)
      const topic =
        meeting && (await listTopics(tx, meeting.id)).find((candidate) => candidate.id === input.topic)
      if (!meeting || !topic) return refuse('not-found')
      const delegation = delegationIn(actor, meeting)
      if (!isSignedIn(actor) || !delegation || !can(actor, 'meeting.draft', meeting)) {
        return refuse('not-permitted')
      }
      if (meeting.kind !== 'evaluation') return refuse('draft-instead')
      const paragraphs = await listRecommendations(tx, meeting.id)
      if (paragraphs.some((paragraph) => recommendationIs.adopted(paragraph.status)))
        return refuse('already-decided')
      const after = input.after && paragraphs.find((paragraph) => paragraph.id === input.after)
      if (input.after && (after?.stage !== 'consolidated' || after.topic !== topic.id))
        return refuse('not-found')
      const at = new Date()
      const { language, kind } = input
      const empty = { kind: 'working-text', language, participant: undefined, at } as const
      const { id: document } = await startText(tx, { blocks: [] }, empty)
      const place: Recommendation = {
        id: ulid() as RecommendationId,
        group: meeting.group,
        meeting: meeting.id,
        meetingStatus: meeting.status,
        rights: meeting.rights,
        topic: topic.id,
        stage: 'new-paragraph',
        status: 'draft',
        kind,
        language,
        position: 0,
        text: '',
        brackets: 0,
        document,
        draftDocument: undefined,
        proposers: [],
        sponsors: [],
        invited: [],
        penHolders: [],
        wasTabled: false,
        createdBy: actor.participant,
        createdAt: at,
        tabledAt: undefined,
        source: undefined,
      }
      await insertRecommendation(tx, place)
      const version = await freezeText(tx, place, 'amendment-base', actor, at)
      const state = await readState(tx, document)
      const fork = { document, state, language, kind: 'amendment-draft' } as const
      const amendment = ulid() as AmendmentId
      const draft = await forkText(tx, fork, at)
      await insertAmendment(tx, {
        id: amendment,
        kind: 'new-paragraph',
        after: after?.id,
        recommendation: place.id,
        document: draft,
        baseVersion: version.id,
        language,
        text: '',
        rationale: '',
        proposer: delegation,
        createdBy: actor.participant,
        at,
      })
      await recordEvent(tx, {
        type: 'amendment.drafted',
        subject: amendment,
        meeting: meeting.id,
        actor,
        detail: {
          recommendation: place.id,
          kind: 'new-paragraph',
          language,
          document: draft,
          ...(after && { after: after.id }),
          parties: [delegation],
        },
        at,
      })
      return { ok: true, amendment, recommendation: place.id }
    },
  )
}
