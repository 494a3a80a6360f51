import { z } from 'zod'
import type { AmendmentId, RecommendationId, SpeakerId, TopicId } from '#domain/ids'
import { meetingKinds } from '#domain/meetings/meeting-plan'
import { roomViews } from '#domain/meetings/room'
import { limitNames, speakerKinds } from '#domain/meetings/speakers'
import { kindRights, rightsKinds } from '#domain/permissions/kinds'
import { everyone, participants } from './audiences'
import { everyParticipant } from './concerns'
import { delegation, id, localizedText, nothing } from './details'
import { event } from './rule'

const rightsTable = z.record(z.enum(rightsKinds), z.array(z.enum(kindRights)).readonly())

const toldToAll = { notice: { kind: 'meeting', concerns: everyParticipant } } as const

/** In their order. */
const topics = z.array(z.object({ id: id<TopicId>(), title: localizedText })).readonly()

const facts = {
  kind: z.enum(meetingKinds),
  title: localizedText,
  place: localizedText,
  timeZone: z.string(),
  symbol: z.string(),
  firstParagraph: z.int(),
}

export const meetingEvents = {
  'meeting.opened': event({
    subject: 'meeting',
    detail: nothing,
    audience: everyone,
    becomes: { meeting: 'open' },
    ...toldToAll,
  }),
  'meeting.closed': event({
    subject: 'meeting',
    detail: nothing,
    audience: everyone,
    becomes: { meeting: 'closed' },
    ...toldToAll,
  }),
  'meeting.reported': event({
    subject: 'meeting',
    detail: nothing,
    audience: everyone,
    becomes: { meeting: 'reported' },
  }),
  'meeting.postponed': event({
    subject: 'meeting',
    /** First and last day, before and after; the reason in the languages in which it was given. */
    detail: z.object({
      old: z.tuple([z.string(), z.string()]),
      new: z.tuple([z.string(), z.string()]),
      reasons: localizedText,
    }),
    audience: everyone,
    becomes: { meeting: 'planned' },
    ...toldToAll,
  }),
  'meeting.planned': event({
    subject: 'meeting',
    detail: z.object({ ...facts, startsOn: z.string(), endsOn: z.string(), topics }),
    audience: everyone,
    becomes: { meeting: 'planned' },
  }),
  'meeting.changed': event({
    subject: 'meeting',
    detail: z.object({ from: z.object(facts), to: z.object(facts) }),
    audience: everyone,
  }),
  'meeting.topics-set': event({
    subject: 'meeting',
    detail: z.object({ topics }),
    audience: everyone,
  }),
  'meeting.rights-set': event({
    subject: 'meeting',
    /** What each kind of delegation might do before, and may do now. */
    detail: z.object({ from: rightsTable, to: rightsTable }),
    audience: participants,
    changesRightsOf: 'everyone',
  }),
}

const speaker = { ...delegation, speaker: id<SpeakerId>(), kind: z.enum(speakerKinds) }

/** The list of speakers. */
export const floorEvents = {
  'floor.asked': event({
    subject: 'meeting',
    detail: z.object({ ...speaker, limitSeconds: z.number() }),
    audience: participants,
  }),
  'floor.given': event({
    subject: 'meeting',
    detail: z.object({
      ...speaker,
      /** The speaker who was interrupted by a point of order goes on afterwards, for the time that was left. */
      interrupted: z.object({ ...delegation, speaker: id<SpeakerId>(), limitSeconds: z.number() }).optional(),
    }),
    audience: participants,
  }),
  'floor.left': event({ subject: 'meeting', detail: z.object(speaker), audience: participants }),
  'floor.reordered': event({
    subject: 'meeting',
    detail: z.object({ ...speaker, direction: z.enum(['up', 'down']), past: id<SpeakerId>() }),
    audience: participants,
  }),
  'floor.list-closed': event({ subject: 'meeting', detail: nothing, audience: participants }),
  'floor.list-reopened': event({ subject: 'meeting', detail: nothing, audience: participants }),
  'floor.limits-set': event({
    subject: 'meeting',
    /** In seconds. */
    detail: z.record(z.enum(limitNames), z.number()),
    audience: participants,
  }),
}

/** What the Chair has on the screen. */
export const roomEvents = {
  'room.shown': event({
    subject: 'meeting',
    detail: z.object({ recommendation: id<RecommendationId>() }),
    audience: participants,
  }),
  'room.cleared': event({ subject: 'meeting', detail: nothing, audience: participants }),
  'room.view-chosen': event({
    subject: 'meeting',
    detail: z.object({ view: z.enum(roomViews), amendment: id<AmendmentId>().optional() }),
    audience: participants,
  }),
  'room.agenda-moved': event({
    subject: 'meeting',
    detail: z.object({ item: z.string() }),
    audience: participants,
  }),
}
