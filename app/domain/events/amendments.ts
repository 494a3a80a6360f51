import { z } from 'zod'
import type { AmendmentId, DelegationId, DocumentId, InformalId, RecommendationId } from '#domain/ids'
import { amendmentKinds } from '#domain/negotiation/amendments'
import { amendmentStatuses } from '#domain/status'
import { drafters, participants } from './audiences'
import { anyOf, itsSponsors, officers, stakeholders, theNamed } from './concerns'
import { changeOutcomes, changeReasons, delegation, id, language, parties, recommendation } from './details'
import { event } from './rule'

const named = (detail: { delegation: DelegationId }) => detail.delegation

const decided = {
  ...recommendation,
  outcomes: changeOutcomes,
  ...changeReasons,
  version: z.int().optional(),
  /** Brackets that lost their words with it, or went. */
  emptied: z
    .array(z.object({ requestedBy: z.union([id<DelegationId>(), z.literal('')]), words: z.string() }))
    .optional(),
}

const facts = {
  ...recommendation,
  kind: z.enum(amendmentKinds),
  language,
  document: id<DocumentId>(),
  /** The amendment that it amends. */
  amends: id<AmendmentId>().optional(),
  /** Of a new paragraph: the one that it follows. */
  after: id<RecommendationId>().optional(),
}

export const amendmentEvents = {
  'amendment.drafted': event({
    subject: 'amendment',
    /** `base` is the number of the version that it amends. */
    detail: z.object({ ...facts, ...parties, base: z.int().optional() }),
    audience: drafters,
    becomes: { amendment: 'draft' },
  }),
  'amendment.invited': event({
    subject: 'amendment',
    detail: z.object({ ...delegation, ...parties }),
    audience: drafters,
    notice: { kind: 'invitation', concerns: theNamed, named },
  }),
  'amendment.joined': event({
    subject: 'amendment',
    detail: z.object({ ...delegation, ...parties }),
    audience: drafters,
    notice: { kind: 'sponsorship', concerns: itsSponsors },
  }),
  'amendment.left': event({
    subject: 'amendment',
    detail: z.object({ ...delegation, ...parties }),
    audience: drafters,
  }),
  // No one but its drafters ever knew of it.
  'amendment.draft-withdrawn': event({
    subject: 'amendment',
    detail: z.object({ ...recommendation, ...parties }),
    audience: drafters,
    becomes: { amendment: 'withdrawn' },
  }),
  'amendment.tabled': event({
    subject: 'amendment',
    detail: z.object({
      ...recommendation,
      rationale: z.string(),
      /** The one that the room sees; the draft stays with those who wrote it. */
      document: id<DocumentId>().optional(),
      /** The group that brought it back. */
      informal: id<InformalId>().optional(),
    }),
    audience: participants,
    becomes: { amendment: 'tabled' },
    // Also to the other members of an informal group that brings it back, and to those who joined the draft.
    notice: {
      kind: 'amendment',
      concerns: anyOf(itsSponsors, stakeholders, officers('rapporteur')),
      variant: ({ informal }) => (informal === undefined ? '' : 'informal'),
    },
    recordedAs: { sentence: 'amendment-tabled', in: 'record-and-history' },
  }),
  'amendment.taken-over': event({
    subject: 'amendment',
    /** `from` is the withdrawn amendment. */
    detail: z.object({ ...facts, from: id<AmendmentId>(), rationale: z.string() }),
    audience: participants,
    becomes: { amendment: 'tabled' },
    notice: { kind: 'amendment', concerns: anyOf(stakeholders, officers('rapporteur')) },
    recordedAs: { sentence: 'amendment-taken-over', in: 'record-and-history' },
  }),
  'amendment.revised': event({
    subject: 'amendment',
    /** `amendment` is the one that it took in. */
    detail: z.object({ ...recommendation, amendment: id<AmendmentId>() }),
    audience: participants,
    notice: { kind: 'amendment', concerns: itsSponsors },
    recordedAs: { sentence: 'amendment-revised', in: 'record-and-history' },
  }),
  'amendment.withdrawn': event({
    subject: 'amendment',
    detail: z.object(recommendation),
    audience: participants,
    becomes: { amendment: 'withdrawn' },
    notice: { kind: 'amendment', concerns: anyOf(itsSponsors, stakeholders) },
    recordedAs: { sentence: 'amendment-withdrawn', in: 'record-and-history' },
  }),
  'amendment.accepted': event({
    subject: 'amendment',
    /** `amends` is the amendment that it was taken into. */
    detail: z.object({ ...decided, amends: id<AmendmentId>().optional() }),
    audience: participants,
    becomes: { amendment: 'accepted' },
    notice: { kind: 'decision', concerns: anyOf(itsSponsors, stakeholders) },
    recordedAs: { sentence: 'amendment-accepted', in: 'record-and-history' },
  }),
  'amendment.accepted-in-part': event({
    subject: 'amendment',
    detail: z.object({ ...decided, amends: id<AmendmentId>().optional() }),
    audience: participants,
    becomes: { amendment: 'accepted-in-part' },
    notice: { kind: 'decision', concerns: anyOf(itsSponsors, stakeholders) },
    recordedAs: { sentence: 'amendment-accepted-in-part', in: 'record-and-history' },
  }),
  'amendment.changes-decided': event({
    subject: 'amendment',
    detail: z.object({ ...decided, amends: id<AmendmentId>().optional() }),
    audience: participants,
    notice: { kind: 'decision', concerns: itsSponsors },
    recordedAs: { sentence: 'amendment-changes-decided', in: 'record-and-history' },
  }),
  'amendment.rejected': event({
    subject: 'amendment',
    detail: z.object({ ...decided, amends: id<AmendmentId>().optional() }),
    audience: participants,
    becomes: { amendment: 'rejected' },
    notice: { kind: 'decision', concerns: itsSponsors },
    recordedAs: { sentence: 'amendment-rejected', in: 'record-and-history' },
  }),
  'amendment.superseded': event({
    subject: 'amendment',
    detail: z.object({
      ...decided,
      amends: id<AmendmentId>().optional(),
      /** What became of the amendment that it amends. */
      became: z.enum(amendmentStatuses).optional(),
    }),
    audience: participants,
    becomes: { amendment: 'superseded' },
    notice: { kind: 'decision', concerns: itsSponsors },
    recordedAs: { sentence: 'amendment-superseded', in: 'record-and-history' },
  }),
  'amendment.sponsored': event({
    subject: 'amendment',
    detail: z.object(delegation),
    audience: participants,
    notice: { kind: 'sponsorship', concerns: itsSponsors },
    recordedAs: { sentence: 'amendment-sponsored', in: 'record-and-history' },
  }),
  'amendment.sponsor-left': event({
    subject: 'amendment',
    detail: z.object(delegation),
    audience: participants,
    notice: { kind: 'sponsorship', concerns: itsSponsors },
    recordedAs: { sentence: 'amendment-sponsor-left', in: 'record-and-history' },
  }),
  'amendment.handed-over': event({
    subject: 'amendment',
    /** `delegation` is the sponsor that proposes it from now on. */
    detail: z.object(delegation),
    audience: participants,
    notice: { kind: 'sponsorship', concerns: theNamed, named },
    recordedAs: { sentence: 'amendment-handed-over', in: 'record' },
  }),

  'informal.started': event({
    subject: 'amendment',
    detail: z.object({
      ...recommendation,
      informal: id<InformalId>(),
      members: z.array(id<DelegationId>()).readonly(),
      task: z.string(),
      base: z.int(),
      language,
    }),
    audience: participants,
    becomes: { amendment: 'draft', informal: 'at-work' },
    notice: { kind: 'invitation', concerns: itsSponsors },
    recordedAs: { sentence: 'informal-started', in: 'record-and-history' },
  }),
  'informal.left': event({
    subject: 'amendment',
    detail: z.object({ ...recommendation, ...delegation, informal: id<InformalId>() }),
    audience: participants,
    recordedAs: { sentence: 'informal-left', in: 'record-and-history' },
  }),
  'informal.dissolved': event({
    subject: 'amendment',
    detail: z.object({ ...recommendation, informal: id<InformalId>() }),
    audience: participants,
    becomes: { amendment: 'withdrawn', informal: 'dissolved' },
    notice: { kind: 'decision', concerns: itsSponsors },
    recordedAs: { sentence: 'informal-dissolved', in: 'record-and-history' },
  }),
}
