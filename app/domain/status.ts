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
  },
  accepted: {},
  'accepted-in-part': {},
  rejected: {},
  withdrawn: {},
  superseded: {},
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

export const submissionStatuses = ['draft', 'submitted', 'published'] as const

export type SubmissionStatus = (typeof submissionStatuses)[number]
