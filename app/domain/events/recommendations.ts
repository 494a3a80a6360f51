import { z } from 'zod'
import { dispositionKinds } from '#domain/consolidation/dispositions'
import type { DocumentId, ListId, MandateId, RecommendationId, TagId, TopicId } from '#domain/ids'
import { recommendationKinds } from '#domain/negotiation/recommendations'
import { drafters, participants } from './audiences'
import { anyOf, officers, stakeholders, theNamed } from './concerns'
import { delegation, id, language, nothing, parties, time, version } from './details'
import { event } from './rule'

const tagging = {
  change: z.enum(['add', 'remove']),
  tag: id<TagId>().optional(),
  mandate: id<MandateId>().optional(),
}

const named = (detail: { delegation: z.infer<typeof delegation.delegation> }) => detail.delegation

export const recommendationEvents = {
  'recommendation.drafted': event({
    subject: 'recommendation',
    detail: z.object({
      ...parties,
      topic: id<TopicId>(),
      kind: z.enum(recommendationKinds),
      language,
      document: id<DocumentId>(),
    }),
    audience: drafters,
    becomes: { preliminary: 'draft' },
    recordedAs: { sentence: 'drafted', in: 'record-and-history' },
  }),
  'recommendation.imported': event({
    subject: 'recommendation',
    detail: z.object({
      ...parties,
      ...version,
      topic: id<TopicId>(),
      kind: z.enum(recommendationKinds),
      language,
      document: id<DocumentId>(),
      source: z.string().optional(),
      tags: z.array(id<TagId>()).readonly(),
      mandates: z.array(id<MandateId>()).readonly(),
    }),
    audience: participants,
    becomes: { preliminary: 'tabled' },
    recordedAs: { sentence: 'imported', in: 'record-and-history' },
  }),
  'recommendation.import-undone': event({
    subject: 'recommendation',
    detail: nothing,
    audience: participants,
    becomes: { preliminary: 'withdrawn' },
    recordedAs: { sentence: 'import-undone', in: 'record-and-history' },
  }),
  'recommendation.tabled': event({
    subject: 'recommendation',
    detail: z.object(version),
    audience: participants,
    becomes: { preliminary: 'tabled' },
    notice: { kind: 'tabled', concerns: officers('chair', 'rapporteur', 'secretariat') },
    recordedAs: { sentence: 'tabled', in: 'record-and-history' },
  }),
  'recommendation.taken-up': event({
    subject: 'recommendation',
    detail: nothing,
    audience: participants,
    becomes: { preliminary: 'under-discussion' },
    notice: { kind: 'paragraph', concerns: stakeholders },
    recordedAs: { sentence: 'taken-up', in: 'record-and-history' },
  }),
  'recommendation.withdrawn': event({
    subject: 'recommendation',
    detail: nothing,
    audience: participants,
    becomes: { preliminary: 'withdrawn' },
    notice: { kind: 'tabled', concerns: anyOf(stakeholders, officers('rapporteur', 'secretariat')) },
    recordedAs: { sentence: 'withdrawn', in: 'record-and-history' },
  }),
  // No one but its drafters ever knew of it.
  'recommendation.draft-withdrawn': event({
    subject: 'recommendation',
    detail: z.object(parties),
    audience: drafters,
    becomes: { preliminary: 'withdrawn' },
    recordedAs: { sentence: 'given-up', in: 'record-and-history' },
  }),
  'recommendation.listed': event({
    subject: 'recommendation',
    detail: z.object({ ...version, list: id<ListId>(), label: z.string() }),
    audience: participants,
    becomes: { preliminary: 'listed' },
    recordedAs: { sentence: 'listed', in: 'record-and-history' },
  }),
  'recommendation.invited': event({
    subject: 'recommendation',
    detail: z.object({ ...parties, ...delegation }),
    audience: drafters,
    notice: { kind: 'invitation', concerns: theNamed, named },
    recordedAs: { sentence: 'invited', in: 'record-and-history' },
  }),
  'recommendation.left': event({
    subject: 'recommendation',
    detail: z.object({ ...parties, ...delegation }),
    audience: drafters,
    recordedAs: { sentence: 'left', in: 'record-and-history' },
  }),
  'recommendation.sponsored': event({
    subject: 'recommendation',
    detail: z.object(delegation),
    audience: participants,
    notice: { kind: 'sponsorship', concerns: stakeholders },
    recordedAs: { sentence: 'sponsored', in: 'record-and-history' },
  }),
  'recommendation.sponsor-left': event({
    subject: 'recommendation',
    detail: z.object(delegation),
    audience: participants,
    notice: { kind: 'sponsorship', concerns: stakeholders },
    recordedAs: { sentence: 'sponsor-left', in: 'record-and-history' },
  }),
  'recommendation.pen-given': event({
    subject: 'recommendation',
    detail: z.object({ ...delegation, until: time.optional() }),
    audience: participants,
    notice: { kind: 'pen', concerns: theNamed, named },
    recordedAs: { sentence: 'pen-given', in: 'record-and-history' },
  }),
  'recommendation.pen-taken-back': event({
    subject: 'recommendation',
    detail: z.object(delegation),
    audience: participants,
    notice: { kind: 'pen', concerns: theNamed, named },
    recordedAs: { sentence: 'pen-taken-back', in: 'record-and-history' },
  }),
  'recommendation.moved': event({
    subject: 'recommendation',
    /** `past` is the neighbour with which it changed places. */
    detail: z.object({ direction: z.enum(['up', 'down']), past: id<RecommendationId>() }),
    audience: participants,
    recordedAs: { sentence: 'moved', in: 'record' },
  }),
  'recommendation.tagged': event({
    subject: 'recommendation',
    detail: z.object(tagging),
    audience: participants,
    recordedAs: { sentence: 'tagged', in: 'record' },
  }),
  'recommendation.draft-tagged': event({
    subject: 'recommendation',
    detail: z.object({ ...tagging, ...parties }),
    audience: drafters,
    recordedAs: { sentence: 'tagged', in: 'record' },
  }),
  'recommendation.restored': event({
    subject: 'recommendation',
    /** `entry` is the entry of the document's log whose text was restored. */
    detail: z.object({ entry: z.int() }),
    audience: participants,
    recordedAs: { sentence: 'restored', in: 'record-and-history' },
  }),
  'recommendation.draft-restored': event({
    subject: 'recommendation',
    detail: z.object({ ...parties, entry: z.int() }),
    audience: drafters,
    recordedAs: { sentence: 'restored', in: 'record-and-history' },
  }),
  'recommendation.disposed': event({
    subject: 'recommendation',
    detail: z.object({
      disposition: z.enum(dispositionKinds),
      targets: z.array(id<RecommendationId>()).readonly(),
    }),
    audience: participants,
    notice: { kind: 'paragraph', concerns: stakeholders, variant: ({ disposition }) => disposition },
    recordedAs: { sentence: 'disposed', in: 'record-and-history' },
  }),
  'recommendation.disposition-reopened': event({
    subject: 'recommendation',
    detail: nothing,
    audience: participants,
    notice: { kind: 'paragraph', concerns: stakeholders },
    recordedAs: { sentence: 'disposition-reopened', in: 'record-and-history' },
  }),
}
