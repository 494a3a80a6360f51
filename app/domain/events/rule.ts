import type { z } from 'zod'
import type {
  AmendmentId,
  CallId,
  DelegationId,
  ExpertGroupId,
  ImportId,
  ListId,
  MandateId,
  MeetingId,
  MembershipId,
  ParticipantId,
  RecommendationId,
  SessionId,
  SubmissionId,
  SuggestionId,
  TagId,
  WorkplanId,
} from '#domain/ids'
import type { NoticeKind } from '#domain/notices/kinds'
import type { NoticeSubject } from '#domain/notices/subject'
import type { Actor, LocalActor } from '#domain/people/participants'
import type {
  AmendmentStatus,
  CallStatus,
  ConsolidatedStatus,
  InformalStatus,
  MeetingStatus,
  PreliminaryStatus,
  SilenceStatus,
  SubmissionStatus,
} from '#domain/status'
import type { EventSentence } from './sentences'

/** What events happen to, with the identifier of each. */
export type EventSubjects = {
  group: ExpertGroupId
  delegation: DelegationId
  membership: MembershipId
  workplan: WorkplanId
  meeting: MeetingId
  recommendation: RecommendationId
  amendment: AmendmentId
  list: ListId
  call: CallId
  submission: SubmissionId
  tag: TagId
  mandate: MandateId
  participant: ParticipantId
  session: SessionId
  import: ImportId
  suggestion: SuggestionId
}
export type EventSubject = keyof EventSubjects

/** Subjects that belong to an expert group, but to none of its meetings. */
export type GroupSubject = 'group' | 'workplan' | 'delegation' | 'membership' | 'tag' | 'mandate'

/** Subjects that belong to no expert group. */
export type InstallationSubject = 'participant' | 'session'

/** What an audience decides on, beside the reader. */
export type Happening<Detail> = {
  actor: ParticipantId | undefined
  /** The delegation that acted. */
  delegation: DelegationId | undefined
  detail: Detail
}

/** Whether a reader, as seen where it happened, may learn of it. `person` is the same reader as seen anywhere. */
export type Audience<Detail> = (reader: LocalActor, event: Happening<Detail>, person: Actor) => boolean

/** Whether an event concerns a person. `named` is the delegation that the event was done to. */
export type Concern = (
  person: LocalActor,
  event: { named: DelegationId | undefined },
  subject: NoticeSubject,
) => boolean

export type NoticeRule<Detail> = {
  kind: NoticeKind
  /** Who is notified, among those who may see the subject. */
  concerns: Concern
  /** The delegation that it was done to. */
  named?: (detail: Detail) => DelegationId | undefined
  /** Which branch of the sentence `notice.<type>` is used, where it has several. */
  variant?: (detail: Detail) => string
  /** A deadline that the sentence names, as an ISO instant. */
  deadline?: (detail: Detail) => string
}

/** The statuses that an event leaves behind: of its subject, and of what shares its fate. */
export type StatusesAfter = {
  meeting?: MeetingStatus
  preliminary?: PreliminaryStatus
  consolidated?: ConsolidatedStatus
  silence?: SilenceStatus
  amendment?: AmendmentStatus
  informal?: InformalStatus
  call?: CallStatus
  submission?: SubmissionStatus
}

export type EventRule<Subject extends EventSubject, Detail> = {
  subject: Subject
  /** What the event records beside who, when and why: enough to derive the tables from the log. */
  detail: z.ZodType<Detail>
  /** Who may learn of it. There is no default: what is not allowed here is no one's to know. */
  audience: Audience<Detail>
  becomes?: StatusesAfter
  /**
   * Whose rights it may change, or end: open connections of the session or the participant that is its subject, of the
   * participant in its detail, or of everyone, are decided again.
   */
  changesRightsOf?: 'its-subject' | 'its-person' | 'everyone'
  /** Who is notified of it, and as what; without it no one is. The sentence is `notice.<type>`. */
  notice?: NoticeRule<Detail>
  /** The sentence `event.<sentence>` in the record of its subject, and also in the history of the text. */
  recordedAs?: { sentence: EventSentence; in: 'record' | 'record-and-history' }
}

type Noticed<Detail> = { notice: NoticeRule<Detail> }
type Unnoticed = { notice?: never }

/** Declares an event, so that its audience and its notice know its detail. */
export function event<Subject extends EventSubject, Detail>(
  rule: EventRule<Subject, Detail> & Noticed<Detail>,
): EventRule<Subject, Detail> & Noticed<Detail>
export function event<Subject extends EventSubject, Detail>(
  rule: EventRule<Subject, Detail> & Unnoticed,
): EventRule<Subject, Detail> & Unnoticed
export function event<Subject extends EventSubject, Detail>(rule: EventRule<Subject, Detail>) {
  return rule
}
