import type { z } from 'zod'
import type { DelegationId, ExpertGroupId, MeetingId, ParticipantId } from '#domain/ids'
import type { NoticeKind } from '#domain/notices/kinds'
import { actorIn, type Actor, type LocalActor } from '#domain/people/participants'
import { accountEvents } from './accounts'
import { administrationEvents } from './administration'
import { amendmentEvents } from './amendments'
import { callEvents } from './calls'
import { listEvents } from './lists'
import { floorEvents, meetingEvents, roomEvents } from './meetings'
import { suggestionEvents } from './suggestions'
import { negotiationEvents, paragraphEvents } from './paragraphs'
import { groupEvents, peopleEvents } from './people'
import { recommendationEvents } from './recommendations'
import type {
  Concern,
  EventRule,
  EventSubject,
  EventSubjects,
  StatusesAfter,
  GroupSubject,
  InstallationSubject,
} from './rule'

/**
 * Everything that can happen. To add an event, add an entry to the file of its subject: the compiler asks who may
 * learn of it and what it records.
 */
const table = {
  ...accountEvents,
  ...administrationEvents,
  ...amendmentEvents,
  ...callEvents,
  ...floorEvents,
  ...groupEvents,
  ...listEvents,
  ...meetingEvents,
  ...negotiationEvents,
  ...paragraphEvents,
  ...peopleEvents,
  ...recommendationEvents,
  ...roomEvents,
  ...suggestionEvents,
}

type Table = typeof table

/** Subject and past tense: `recommendation.tabled`. */
export type EventType = keyof Table

type Details = { [Type in EventType]: z.infer<Table[Type]['detail']> }
export type EventDetail<Type extends EventType> = Details[Type]
type SubjectOf<Type extends EventType> = Table[Type]['subject']

type RuleOf<Type extends EventType> = EventRule<EventSubject, Details[Type]>

const rules: { [Type in EventType]: RuleOf<Type> } = table

export const eventTypes = Object.keys(table) as EventType[]

export const isEventType = (type: string): type is EventType => Object.hasOwn(table, type)

/** A detail of which nothing is required may be left out. */
type DetailToGive<Detail> =
  Detail extends Record<string, never>
    ? { detail?: Detail }
    : Partial<Detail> extends Detail
      ? { detail?: Detail }
      : { detail: Detail }

/** An event of a meeting belongs to the meeting's group. */
type Place<Subject extends EventSubject> = Subject extends InstallationSubject
  ? { group?: undefined; meeting?: undefined }
  : Subject extends GroupSubject
    ? { group: ExpertGroupId; meeting?: undefined }
    : { group?: undefined; meeting: MeetingId }

/** An event as a command hands it over: type, subject and detail agree. */
export type NewEvent = {
  [Type in EventType]: {
    type: Type
    subject: EventSubjects[SubjectOf<Type>]
    actor: Actor
    reason?: string | undefined
    at: Date
  } & DetailToGive<Details[Type]> &
    Place<SubjectOf<Type>>
}[EventType]

type DistributivePick<Event, Key extends keyof Event> = Event extends unknown ? Pick<Event, Key> : never

/** Type and detail of some events: what is left to say where everything else is known. */
export type Occurrence<Type extends EventType> = DistributivePick<
  Extract<NewEvent, { type: Type }>,
  'type' | 'detail'
>

type Recorded<Type extends EventType> = {
  type: Type
  sequence: number
  id: string
  group: ExpertGroupId | undefined
  meeting: MeetingId | undefined
  subject: EventSubjects[SubjectOf<Type>]
  actor: ParticipantId | undefined
  actorRole: string | undefined
  delegation: DelegationId | undefined
  reason: string | undefined
  detail: Details[Type]
  at: Date
  hash: string
}

/** An event of the log. */
export type RecordedEvent = { [Type in EventType]: Recorded<Type> }[EventType]

/** What is set up in a group, and by whom: shown to its secretariat. */
export const settingUpTypes = [
  'group.created',
  'group.changed',
  'group.delegations-added',
  'delegation.renamed',
  'delegation.removed',
  'workplan.added',
  'workplan.changed',
  'meeting.planned',
  'meeting.changed',
  'meeting.postponed',
  'meeting.topics-set',
  'meeting.rights-set',
  'membership.started',
  'membership.changed',
  'membership.ended',
  'membership.invitation-sent',
  'vocabulary.tag-added',
  'vocabulary.tag-renamed',
  'vocabulary.tag-retired',
  'vocabulary.tag-restored',
  'vocabulary.mandate-set',
] as const satisfies readonly EventType[]

export type SettingUpEvent = {
  [Type in (typeof settingUpTypes)[number]]: Recorded<Type>
}[(typeof settingUpTypes)[number]]

export const isSettingUp = (event: RecordedEvent): event is SettingUpEvent =>
  settingUpTypes.some((type) => type === event.type)

/** Those whose type someone can be notified of. */
export type NoticeType = {
  [Type in EventType]: undefined extends Table[Type]['notice'] ? never : Type
}[EventType]

export const isNoticeType = (type: string): type is NoticeType =>
  isEventType(type) && rules[type].notice !== undefined

export const noticeTypes = eventTypes.filter(isNoticeType)

/** The kind of thing that an event happened to. */
export const subjectKind = (type: EventType): EventSubject => rules[type].subject

/** Reads an event's detail as it is stored; throws where it is not what such an event records. */
export const parseDetail = (type: EventType, detail: unknown): EventDetail<EventType> =>
  rules[type].detail.parse(detail)

/** Whether this reader may learn that something happened: on open pages, in histories, in notices. */
export function mayLearnOf<Type extends EventType>(
  reader: Actor,
  event: Pick<Recorded<Type>, 'type' | 'group' | 'meeting' | 'actor' | 'delegation' | 'detail'>,
): boolean {
  const rule: RuleOf<Type> = rules[event.type]
  const { group, meeting } = event
  const local: LocalActor = group ? actorIn(reader, { group, meeting }) : { kind: 'visitor' }
  return rule.audience(local, event, reader)
}

/** The statuses that an event leaves behind. */
export const statusesAfter = (type: EventType): StatusesAfter => rules[type].becomes ?? {}

/** Whose rights an event may change. */
export const changedRights = (type: EventType) => rules[type].changesRightsOf

/** The participant whose role an event is about. */
export const personOf = (event: Pick<RecordedEvent, 'detail'>): ParticipantId | undefined =>
  'participant' in event.detail ? event.detail.participant : undefined

/** How an event is recorded in the life of its subject; undefined where it is not. */
export const recordOf = (type: EventType) => rules[type].recordedAs

/** What a notice of an event says, and whom it concerns. */
export type NoticeFacts = {
  kind: NoticeKind
  concerns: Concern
  named: DelegationId | undefined
  variant: string
  deadline: string | undefined
}

/** Undefined where no one is notified of such events. */
export function noticeOf<Type extends EventType>(
  event: Pick<Recorded<Type>, 'type' | 'detail'>,
): NoticeFacts | undefined {
  const rule: RuleOf<Type> = rules[event.type]
  const { notice } = rule
  return (
    notice && {
      kind: notice.kind,
      concerns: notice.concerns,
      named: notice.named?.(event.detail),
      variant: notice.variant?.(event.detail) ?? '',
      deadline: notice.deadline?.(event.detail),
    }
  )
}
