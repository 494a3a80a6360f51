import type { DelegationId, ExpertGroupId, MeetingId, ParticipantId } from '#domain/ids'
import {
  actorIn,
  hasRole,
  isMember,
  speaksFor,
  type LocalActor,
  type Role,
  type SignedInActor,
} from '#domain/people/participants'
import type { AmendmentFacts } from '#domain/permissions/amendments'
import type { CallFacts, SubmissionFacts } from '#domain/permissions/calls'
import { can } from '#domain/permissions/can'
import type { MeetingFacts } from '#domain/permissions/meetings'
import type { RecommendationFacts } from '#domain/permissions/recommendations'

/** What a notice is about; each kind can be muted. */
export const noticeKinds = [
  'invitation',
  'amendment',
  'decision',
  'sponsorship',
  'pen',
  'paragraph',
  'silence',
  'comments',
  'list',
  'tabled',
  'meeting',
] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** What happened, as far as it matters for who is told. */
export type NoticeEvent = {
  type: string
  actor: ParticipantId | undefined
  /** The delegation that acted, if it was one. */
  delegation: DelegationId | undefined
  group: ExpertGroupId
  meeting: MeetingId | undefined
  /** The delegation that the event was done to. */
  named: DelegationId | undefined
}

/**
 * What it happened to. `stakeholders` are the delegations whose words a text began with: those that proposed or
 * sponsored it or, where it is a consolidated paragraph, the items that went into it.
 */
export type NoticeSubject =
  | { kind: 'recommendation'; recommendation: RecommendationFacts; stakeholders: readonly DelegationId[] }
  | { kind: 'amendment'; amendment: AmendmentFacts; stakeholders: readonly DelegationId[] }
  | { kind: 'call'; call: CallFacts }
  | { kind: 'submission'; submission: SubmissionFacts }
  | { kind: 'list' }
  | { kind: 'meeting'; meeting: MeetingFacts }

/** What a person wants to hear of. */
export type Muting = { kinds: readonly NoticeKind[]; meetings: readonly MeetingId[] }

type Concerns = (person: LocalActor, event: NoticeEvent, subject: NoticeSubject) => boolean

const isAmong = (person: LocalActor, delegations: readonly DelegationId[]) =>
  delegations.some((delegation) => speaksFor(person, delegation))

/** The delegation that the event was done to. */
const theNamed: Concerns = (person, event) => event.named !== undefined && speaksFor(person, event.named)

/** Whose proposal the text is, or is made of. */
const stakeholders: Concerns = (person, _event, subject) =>
  'stakeholders' in subject && isAmong(person, subject.stakeholders)

/** Those who put their name to the amendment. */
const itsSponsors: Concerns = (person, _event, subject) =>
  subject.kind === 'amendment' &&
  isAmong(person, [...subject.amendment.proposers, ...subject.amendment.sponsors])

const delegates: Concerns = (person) => isMember(person) && person.delegation !== undefined

const officers =
  (...roles: Role[]): Concerns =>
  (person) =>
    hasRole(person, ...roles)

const anyOf =
  (...rules: Concerns[]): Concerns =>
  (person, event, subject) =>
    rules.some((rule) => rule(person, event, subject))

const everyone: Concerns = () => true

/** Which events are told to whom, and as what. What is not here is told to nobody. */
const rules = {
  'recommendation.invited': { kind: 'invitation', concerns: theNamed },
  'amendment.invited': { kind: 'invitation', concerns: theNamed },
  'informal.started': { kind: 'invitation', concerns: itsSponsors },
  'informal.dissolved': { kind: 'decision', concerns: itsSponsors },

  'recommendation.tabled': { kind: 'tabled', concerns: officers('chair', 'rapporteur', 'secretariat') },
  'recommendation.withdrawn': {
    kind: 'tabled',
    concerns: anyOf(stakeholders, officers('rapporteur', 'secretariat')),
  },

  // Also to the others of an informal group that brings it back, and to whoever joined the draft.
  'amendment.tabled': {
    kind: 'amendment',
    concerns: anyOf(itsSponsors, stakeholders, officers('rapporteur')),
  },
  'amendment.taken-over': { kind: 'amendment', concerns: anyOf(stakeholders, officers('rapporteur')) },
  'amendment.revised': { kind: 'amendment', concerns: itsSponsors },
  'amendment.withdrawn': { kind: 'amendment', concerns: anyOf(itsSponsors, stakeholders) },
  'amendment.accepted': { kind: 'decision', concerns: anyOf(itsSponsors, stakeholders) },
  'amendment.accepted-in-part': { kind: 'decision', concerns: anyOf(itsSponsors, stakeholders) },
  'amendment.changes-decided': { kind: 'decision', concerns: itsSponsors },
  'amendment.rejected': { kind: 'decision', concerns: itsSponsors },
  'amendment.superseded': { kind: 'decision', concerns: itsSponsors },

  'amendment.joined': { kind: 'sponsorship', concerns: itsSponsors },
  'amendment.sponsored': { kind: 'sponsorship', concerns: itsSponsors },
  'amendment.handed-over': { kind: 'sponsorship', concerns: theNamed },
  'amendment.sponsor-left': { kind: 'sponsorship', concerns: itsSponsors },
  'recommendation.sponsored': { kind: 'sponsorship', concerns: stakeholders },
  'recommendation.sponsor-left': { kind: 'sponsorship', concerns: stakeholders },

  'recommendation.pen-given': { kind: 'pen', concerns: theNamed },
  'recommendation.pen-taken-back': { kind: 'pen', concerns: theNamed },

  'bracket.lifted': { kind: 'paragraph', concerns: theNamed },
  'recommendation.disposed': { kind: 'paragraph', concerns: stakeholders },
  'recommendation.disposition-reopened': { kind: 'paragraph', concerns: stakeholders },
  'recommendation.taken-up': { kind: 'paragraph', concerns: stakeholders },
  'paragraph.agreed': { kind: 'paragraph', concerns: stakeholders },
  'paragraph.reopened': { kind: 'paragraph', concerns: stakeholders },
  'paragraph.dropped': { kind: 'paragraph', concerns: stakeholders },

  'paragraph.put-under-silence': { kind: 'silence', concerns: delegates },
  'paragraph.silence-broken': { kind: 'silence', concerns: everyone },
  'paragraph.silence-ended': { kind: 'silence', concerns: everyone },
  'paragraph.silence-concluded': { kind: 'silence', concerns: everyone },

  'call.opened': { kind: 'comments', concerns: delegates },
  'call.published': { kind: 'comments', concerns: everyone },
  'submission.submitted': { kind: 'comments', concerns: officers('secretariat') },

  'list.issued': { kind: 'list', concerns: everyone },
  'list.adopted': { kind: 'list', concerns: everyone },

  'meeting.opened': { kind: 'meeting', concerns: everyone },
  'meeting.closed': { kind: 'meeting', concerns: everyone },
  'meeting.postponed': { kind: 'meeting', concerns: everyone },
} as const satisfies Record<string, { kind: NoticeKind; concerns: Concerns }>

/** The types of events that somebody is told of; each has a sentence `notice.<type>` in every language. */
export type NoticeType = keyof typeof rules
export const noticeTypes = Object.keys(rules) as NoticeType[]

export const isNoticeType = (type: string): type is NoticeType => Object.hasOwn(rules, type)

export const kindOfNotice = (type: NoticeType): NoticeKind => rules[type].kind

/** Whether a person may learn of what happened to this: by the same rules as on every screen. */
export function mayBeTold(person: SignedInActor, subject: NoticeSubject): boolean {
  switch (subject.kind) {
    case 'recommendation':
      return can(person, 'recommendation.see', subject.recommendation)
    case 'amendment':
      return can(person, 'amendment.see', subject.amendment)
    case 'call':
      return can(person, 'call.see', subject.call)
    case 'submission':
      return can(person, 'submission.see', subject.submission)
    case 'meeting':
      return can(person, 'meeting.see', subject.meeting)
    case 'list':
      return true
    default:
      return subject satisfies never
  }
}

/**
 * Whether a person is told of an event. Nobody is told of what they or their own delegation did, of what they may
 * not see, or of what they do not want to hear.
 */
export function isNotified(
  person: SignedInActor,
  event: NoticeEvent,
  subject: NoticeSubject,
  muted: Muting = { kinds: [], meetings: [] },
): boolean {
  if (!isNoticeType(event.type) || event.actor === person.participant) return false
  const member = actorIn(person, event)
  if (!isMember(member)) return false
  if (event.delegation !== undefined && speaksFor(member, event.delegation)) return false
  const rule = rules[event.type]
  if (muted.kinds.includes(rule.kind)) return false
  if (event.meeting !== undefined && muted.meetings.includes(event.meeting)) return false
  return rule.concerns(member, event, subject) && mayBeTold(person, subject)
}
