import { z } from 'zod'
import type {
  AmendmentId,
  DelegationId,
  DocumentId,
  ListId,
  RecommendationId,
  StatementId,
  TopicId,
} from '#domain/ids'
import { choices } from '#domain/negotiation/merging'
import { stances, statementKinds } from '#domain/negotiation/positions'
import { recommendationKinds } from '#domain/negotiation/recommendations'
import { contentSchema } from '#domain/text/content-schema'
import { everyone, ownDelegationAnd, participants } from './audiences'
import { delegates, everyParticipant, stakeholders, theNamed } from './concerns'
import { id, language, nothing, time, version } from './details'
import { event } from './rule'

const aboutItem = { notice: { kind: 'paragraph', concerns: stakeholders } } as const

const bracket = {
  /** Empty for brackets that officers put. */
  requestedBy: z.union([id<DelegationId>(), z.literal('')]),
  words: z.string(),
}

/** What happens to a paragraph of an evaluation meeting. */
export const paragraphEvents = {
  'paragraph.consolidated': event({
    subject: 'recommendation',
    detail: z.object({
      sources: z.array(id<RecommendationId>()).readonly(),
      topic: id<TopicId>(),
      kind: z.enum(recommendationKinds),
      language,
      document: id<DocumentId>(),
    }),
    audience: participants,
    becomes: { consolidated: 'proposed' },
    recordedAs: { sentence: 'consolidated', in: 'record-and-history' },
  }),
  'paragraph.added': event({
    subject: 'recommendation',
    detail: z.object({
      amendment: id<AmendmentId>(),
      topic: id<TopicId>().optional(),
      /** The paragraph that it follows; absent at the end of its topic. */
      after: id<RecommendationId>().optional(),
    }),
    audience: participants,
    becomes: { consolidated: 'proposed' },
    recordedAs: { sentence: 'paragraph-added', in: 'record-and-history' },
  }),
  'paragraph.kept-without-source': event({
    subject: 'recommendation',
    detail: nothing,
    audience: participants,
    recordedAs: { sentence: 'kept-without-source', in: 'record-and-history' },
  }),
  'paragraph.taken-up': event({
    subject: 'recommendation',
    detail: nothing,
    audience: participants,
    becomes: { consolidated: 'under-discussion' },
    recordedAs: { sentence: 'taken-up', in: 'record-and-history' },
  }),
  'paragraph.agreed': event({
    subject: 'recommendation',
    detail: z.object(version),
    audience: participants,
    becomes: { consolidated: 'agreed-ad-referendum' },
    ...aboutItem,
    recordedAs: { sentence: 'agreed', in: 'record-and-history' },
  }),
  'paragraph.reopened': event({
    subject: 'recommendation',
    detail: nothing,
    audience: participants,
    becomes: { consolidated: 'under-discussion' },
    ...aboutItem,
    recordedAs: { sentence: 'reopened', in: 'record-and-history' },
  }),
  'paragraph.dropped': event({
    subject: 'recommendation',
    /** `amendment` is the deletion that proposed it. */
    detail: z.object({ amendment: id<AmendmentId>().optional() }),
    audience: participants,
    becomes: { consolidated: 'not-adopted' },
    ...aboutItem,
    recordedAs: { sentence: 'dropped', in: 'record-and-history' },
  }),
  'paragraph.adopted': event({
    subject: 'recommendation',
    detail: z.object({ ...version, list: id<ListId>(), label: z.string() }),
    audience: everyone,
    becomes: { consolidated: 'adopted' },
    recordedAs: { sentence: 'adopted', in: 'record-and-history' },
  }),

  'paragraph.put-under-silence': event({
    subject: 'recommendation',
    detail: z.object({ ...version, deadline: time }),
    audience: participants,
    becomes: { consolidated: 'under-silence', silence: 'running' },
    notice: { kind: 'silence', concerns: delegates, deadline: ({ deadline }) => deadline },
    recordedAs: { sentence: 'put-under-silence', in: 'record-and-history' },
  }),
  'paragraph.silence-broken': event({
    subject: 'recommendation',
    detail: z.object({ deadline: time }),
    audience: participants,
    becomes: { consolidated: 'under-discussion', silence: 'broken' },
    notice: { kind: 'silence', concerns: everyParticipant, deadline: ({ deadline }) => deadline },
    recordedAs: { sentence: 'silence-broken', in: 'record-and-history' },
  }),
  'paragraph.silence-ended': event({
    subject: 'recommendation',
    detail: z.object({ deadline: time }),
    audience: participants,
    becomes: { consolidated: 'under-discussion', silence: 'ended' },
    notice: { kind: 'silence', concerns: everyParticipant, deadline: ({ deadline }) => deadline },
    recordedAs: { sentence: 'silence-ended', in: 'record-and-history' },
  }),
  'paragraph.silence-concluded': event({
    subject: 'recommendation',
    detail: z.object({ ...version, deadline: time }),
    audience: participants,
    becomes: { consolidated: 'agreed-ad-referendum', silence: 'concluded' },
    notice: { kind: 'silence', concerns: everyParticipant, deadline: ({ deadline }) => deadline },
    recordedAs: { sentence: 'silence-concluded', in: 'record-and-history' },
  }),
}

/** What delegations and officers do with the words of a tabled text. */
export const negotiationEvents = {
  'merge.chosen': event({
    subject: 'recommendation',
    detail: z.object({
      /** Absent where the choice was taken back. */
      choice: z.enum(choices).optional(),
      changes: z.array(z.object({ amendment: id<AmendmentId>(), index: z.int() })),
    }),
    audience: participants,
    recordedAs: { sentence: 'changes-chosen', in: 'record' },
  }),
  'bracket.lifted': event({
    subject: 'recommendation',
    detail: z.object({
      ...bracket,
      /** Why the brackets were asked for. */
      asked: z.string(),
      /** The entry of the document's log that brought them. */
      since: z.union([z.number(), z.string()]).optional(),
    }),
    audience: participants,
    notice: {
      kind: 'paragraph',
      concerns: theNamed,
      named: ({ requestedBy }) => (requestedBy === '' ? undefined : requestedBy),
    },
    recordedAs: { sentence: 'bracket-lifted', in: 'record-and-history' },
  }),
  'bracket.alternative-taken': event({
    subject: 'recommendation',
    detail: z.object({
      ...bracket,
      alternative: z.int().optional(),
      gone: z.array(z.object({ ...bracket, alternative: z.int().optional() })),
    }),
    audience: participants,
    recordedAs: { sentence: 'bracket-alternative-taken', in: 'record-and-history' },
  }),
  'position.taken': event({
    subject: 'recommendation',
    detail: z.object({ stance: z.enum(stances) }),
    audience: participants,
    recordedAs: { sentence: 'position', in: 'record' },
  }),
  'position.told-to-chair': event({
    subject: 'recommendation',
    detail: z.object({ stance: z.enum([...stances, 'none']) }),
    audience: ownDelegationAnd('chair'),
    recordedAs: { sentence: 'position-told-to-chair', in: 'record' },
  }),
  'position.given-up': event({
    subject: 'recommendation',
    detail: z.object({ stance: z.literal('none') }),
    audience: participants,
    recordedAs: { sentence: 'position-given-up', in: 'record' },
  }),
  'statement.made': event({
    subject: 'recommendation',
    detail: z.object({
      statement: id<StatementId>(),
      kind: z.enum(statementKinds),
      language,
      content: contentSchema.optional(),
      /** What the first events of this kind hold instead. */
      body: z.string().optional(),
    }),
    audience: participants,
    recordedAs: { sentence: 'statement', in: 'record-and-history' },
  }),
}
