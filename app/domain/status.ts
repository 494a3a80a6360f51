/** Why a transition is refused; each has a message `refusal.<code>` in every language. */
export const statusRefusals = [
  'not-permitted',
  'wrong-status',
  'changed-meanwhile',
  'already-adopted',
] as const

export type StatusRefusal = (typeof statusRefusals)[number]

export type Decision<Status extends string, Refusal extends string = StatusRefusal> =
  { ok: true; from: Status; to: Status } | { ok: false; refusal: Refusal }

export type Moves<Status extends string, Action extends string> = Record<
  Status,
  Partial<Record<Action, Status>>
>

/** A named set of statuses. Code asks it, and queries take its list: nothing else compares statuses. */
export type StatusSet<Status extends string, Some extends Status> = ((status: Status) => status is Some) & {
  readonly statuses: readonly Some[]
}

const setOf =
  <Status extends string>() =>
  <Some extends Status>(...statuses: Some[]): StatusSet<Status, Some> =>
    Object.assign((status: Status): status is Some => statuses.some((candidate) => candidate === status), {
      statuses,
    })

// — Meetings —
export const meetingStatuses = ['planned', 'open', 'closed', 'reported'] as const

export type MeetingStatus = (typeof meetingStatuses)[number]

export const meetingActions = ['open', 'close', 'report', 'postpone'] as const

export type MeetingAction = (typeof meetingActions)[number]

export const meetingMoves: Moves<MeetingStatus, MeetingAction> = {
  planned: { open: 'open', postpone: 'planned' },
  open: { close: 'closed' },
  closed: { report: 'reported', open: 'open' },
  reported: {},
}

const someMeeting = setOf<MeetingStatus>()
export const meetingIs = {
  planned: someMeeting('planned'),
  inSession: someMeeting('open'),
  concluded: someMeeting('closed'),
  reported: someMeeting('reported'),
  notReported: someMeeting('planned', 'open', 'closed'),
}

// — Preliminary recommendations —
export const preliminaryStatuses = ['draft', 'tabled', 'under-discussion', 'listed', 'withdrawn'] as const

export type PreliminaryStatus = (typeof preliminaryStatuses)[number]

export const preliminaryActions = ['table', 'discuss', 'list', 'withdraw'] as const

export type PreliminaryAction = (typeof preliminaryActions)[number]

export const preliminaryMoves: Moves<PreliminaryStatus, PreliminaryAction> = {
  draft: { table: 'tabled', withdraw: 'withdrawn' },
  tabled: { discuss: 'under-discussion', list: 'listed', withdraw: 'withdrawn' },
  'under-discussion': { list: 'listed', withdraw: 'withdrawn' },
  listed: {}, // frozen: a list that was issued never changes
  withdrawn: {},
}

// — Consolidated recommendations —
export const consolidatedStatuses = [
  'proposed',
  'under-discussion',
  'under-silence',
  'agreed-ad-referendum',
  'adopted',
  'not-adopted',
] as const

export type ConsolidatedStatus = (typeof consolidatedStatuses)[number]

export const consolidatedActions = [
  'discuss',
  'agree',
  'reopen',
  'adopt',
  'drop',
  'put-under-silence',
  'break-silence',
  'conclude-silence',
  'end-silence',
] as const

export type ConsolidatedAction = (typeof consolidatedActions)[number]

export const consolidatedMoves: Moves<ConsolidatedStatus, ConsolidatedAction> = {
  proposed: {
    discuss: 'under-discussion',
    agree: 'agreed-ad-referendum',
    drop: 'not-adopted',
    'put-under-silence': 'under-silence',
  },
  'under-discussion': {
    agree: 'agreed-ad-referendum',
    drop: 'not-adopted',
    'put-under-silence': 'under-silence',
  },
  'under-silence': {
    'break-silence': 'under-discussion',
    'end-silence': 'under-discussion',
    'conclude-silence': 'agreed-ad-referendum',
  },
  'agreed-ad-referendum': { reopen: 'under-discussion', adopt: 'adopted' },
  adopted: {},
  'not-adopted': { reopen: 'under-discussion' },
}

export const recommendationStatuses = [...new Set([...preliminaryStatuses, ...consolidatedStatuses])]

export type RecommendationStatus = PreliminaryStatus | ConsolidatedStatus

/** Of preliminary recommendations and of consolidated ones: no status of the one means something else of the other. */
const someRecommendation = setOf<RecommendationStatus>()
export const recommendationIs = {
  draft: someRecommendation('draft'),
  /** Tabled, or proposed at the desk, and not taken up yet. */
  notTakenUp: someRecommendation('tabled', 'proposed'),
  proposed: someRecommendation('proposed'),
  /** Its working text may still change. */
  open: someRecommendation('draft', 'tabled', 'under-discussion', 'proposed'),
  /** The same, once it is before the room. */
  onTable: someRecommendation('tabled', 'under-discussion', 'proposed'),
  underSilence: someRecommendation('under-silence'),
  /** Before the room, and neither agreed nor listed. */
  undecided: someRecommendation('tabled', 'under-discussion', 'proposed', 'under-silence'),
  agreedAdReferendum: someRecommendation('agreed-ad-referendum'),
  agreed: someRecommendation('agreed-ad-referendum', 'adopted'),
  listed: someRecommendation('listed'),
  adopted: someRecommendation('adopted'),
  /** In a list that never changes. */
  final: someRecommendation('listed', 'adopted'),
  /** Its text stays as it is: it is agreed, listed or under silence. */
  frozen: someRecommendation('listed', 'agreed-ad-referendum', 'adopted', 'under-silence'),
  decided: someRecommendation('listed', 'agreed-ad-referendum', 'adopted'),
  withdrawn: someRecommendation('withdrawn'),
  notAdopted: someRecommendation('not-adopted'),
  /** Tabled or proposed, and not withdrawn. */
  active: someRecommendation(
    'tabled',
    'under-discussion',
    'listed',
    'proposed',
    'under-silence',
    'agreed-ad-referendum',
    'adopted',
    'not-adopted',
  ),
  /** Out of the way. */
  gone: someRecommendation('withdrawn', 'not-adopted'),
  /** Preliminary items that must not disappear: they left their drafters and were not withdrawn. */
  needsDisposition: someRecommendation('tabled', 'under-discussion', 'listed'),
}

/** Asks a list of items for all that are undecided, where it can be asked for one status. */
export const undecidedFilter = 'undecided'

// — Amendments —
export const amendmentStatuses = [
  'draft',
  'tabled',
  'accepted',
  'accepted-in-part',
  'rejected',
  'withdrawn',
  'superseded',
] as const

export type AmendmentStatus = (typeof amendmentStatuses)[number]

export const amendmentActions = [
  'table',
  'accept',
  'accept-in-part',
  'reject',
  'withdraw',
  'supersede',
  'supersede-rest',
] as const

export type AmendmentAction = (typeof amendmentActions)[number]

export const amendmentMoves: Moves<AmendmentStatus, AmendmentAction> = {
  draft: { table: 'tabled', withdraw: 'withdrawn' },
  tabled: {
    accept: 'accepted',
    'accept-in-part': 'accepted-in-part',
    reject: 'rejected',
    withdraw: 'withdrawn',
    supersede: 'superseded',
    'supersede-rest': 'accepted-in-part',
  },
  accepted: {},
  'accepted-in-part': {},
  rejected: {},
  withdrawn: {},
  superseded: {},
}

const someAmendment = setOf<AmendmentStatus>()
export const amendmentIs = {
  draft: someAmendment('draft'),
  tabled: someAmendment('tabled'),
  /** Neither decided nor withdrawn. */
  pending: someAmendment('draft', 'tabled'),
  accepted: someAmendment('accepted'),
  decided: someAmendment('accepted', 'accepted-in-part', 'rejected', 'superseded'),
  superseded: someAmendment('superseded'),
  withdrawn: someAmendment('withdrawn'),
}

// — Informals: a small group's work on a paragraph apart from the room —
export const informalStatuses = ['at-work', 'brought-back', 'dissolved'] as const

export type InformalStatus = (typeof informalStatuses)[number]

export const informalActions = ['bring-back', 'dissolve'] as const

export type InformalAction = (typeof informalActions)[number]

export const informalMoves: Moves<InformalStatus, InformalAction> = {
  'at-work': { 'bring-back': 'brought-back', dissolve: 'dissolved' },
  'brought-back': {}, // from here on it is an amendment like any other
  dissolved: {},
}

const someInformal = setOf<InformalStatus>()
export const informalIs = {
  atWork: someInformal('at-work'),
  broughtBack: someInformal('brought-back'),
}

// — Calls for comments and submissions —
export const callStatuses = ['draft', 'open', 'closed', 'published'] as const

export type CallStatus = (typeof callStatuses)[number]

export const callActions = ['open', 'close', 'publish'] as const

export type CallAction = (typeof callActions)[number]

export const callMoves: Moves<CallStatus, CallAction> = {
  draft: { open: 'open' },
  open: { close: 'closed' },
  closed: { publish: 'published' },
  published: {},
}

const someCall = setOf<CallStatus>()
export const callIs = {
  draft: someCall('draft'),
  announced: someCall('open', 'closed', 'published'),
  open: someCall('open'),
  /** Answers are taken; those that come once it is closed are late. */
  answerable: someCall('open', 'closed'),
  published: someCall('published'),
}

export const submissionStatuses = ['draft', 'submitted', 'published'] as const

export type SubmissionStatus = (typeof submissionStatuses)[number]

const someSubmission = setOf<SubmissionStatus>()
export const submissionIs = {
  draft: someSubmission('draft'),
  submitted: someSubmission('submitted'),
  published: someSubmission('published'),
}

// — Silence procedures: broken by a delegation, concluded by the deadline, or ended by the Chair —
export const silenceStatuses = ['running', 'broken', 'concluded', 'ended'] as const

export type SilenceStatus = (typeof silenceStatuses)[number]

const someSilence = setOf<SilenceStatus>()
export const silenceIs = {
  running: someSilence('running'),
  broken: someSilence('broken'),
  concluded: someSilence('concluded'),
}

// — Mails: those made where no mail server was configured are kept, and never sent: they would come too late —
export const mailStatuses = ['waiting', 'sent', 'failed', 'kept'] as const

export type MailStatus = (typeof mailStatuses)[number]

const someMail = setOf<MailStatus>()
export const mailIs = {
  waiting: someMail('waiting'),
  sent: someMail('sent'),
  failed: someMail('failed'),
}

// — Imported files: read in a process of their own, corrected, then written, all of it or nothing —
export const importStatuses = [
  'waiting',
  'reading',
  'ready',
  'refused',
  'written',
  'undone',
  'discarded',
] as const

export type ImportStatus = (typeof importStatuses)[number]

const someImport = setOf<ImportStatus>()
export const importIs = {
  waiting: someImport('waiting'),
  reading: someImport('reading'),
  /** Its rows are not there yet. */
  unread: someImport('waiting', 'reading'),
  /** Its rows can be corrected. */
  ready: someImport('ready'),
  refused: someImport('refused'),
  /** It was read, with or without success, and can be read again. */
  readable: someImport('ready', 'refused'),
  /** Neither written nor given up. */
  pending: someImport('waiting', 'reading', 'ready', 'refused'),
  written: someImport('written'),
  undone: someImport('undone'),
  discarded: someImport('discarded'),
  kept: someImport('waiting', 'reading', 'ready', 'refused', 'written', 'undone'),
}
