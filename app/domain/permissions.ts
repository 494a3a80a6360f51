import { isAmendable, type AmendmentKind } from './amendments'
import type { DelegationId } from './ids'
import { hasRole, isSignedIn, speaksFor, type Actor, type Role } from './participants'
import type {
  AmendmentAction,
  AmendmentStatus,
  CallAction,
  CallStatus,
  ConsolidatedAction,
  ConsolidatedStatus,
  InformalAction,
  InformalStatus,
  MeetingAction,
  MeetingStatus,
  PreliminaryAction,
  PreliminaryStatus,
  SubmissionStatus,
} from './status'

export type MeetingFacts = { status: MeetingStatus }

export type RecommendationFacts = {
  /** Delegations that propose it; they own the draft together. */
  proposers: readonly DelegationId[]
  /** Delegations that joined it once it was tabled. */
  sponsors: readonly DelegationId[]
  /** Delegations that were invited to draft and have not left. */
  invited: readonly DelegationId[]
  /** Delegations that hold the pen now. */
  penHolders: readonly DelegationId[]
  /** When the pen ends by itself, for those who hold it for a time. */
  penUntil?: Readonly<Partial<Record<DelegationId, Date>>>
  /** Whether it ever left its drafters: what was withdrawn before that stays private. */
  wasTabled: boolean
  meetingStatus: MeetingStatus
} & (
  | { stage: 'preliminary'; status: PreliminaryStatus }
  | { stage: 'consolidated'; status: ConsolidatedStatus }
  /** The place of a paragraph that an amendment proposes: nothing stands there before it is accepted. */
  | { stage: 'new-paragraph'; status: 'draft' }
)

export type AmendmentFacts = {
  kind: AmendmentKind
  status: AmendmentStatus
  /** Of a sub-amendment: the amendment that it amends. */
  parent: { status: AmendmentStatus; proposers: readonly DelegationId[] } | undefined
  /** Whether it ever left its drafters: what was withdrawn before that stays private. */
  wasTabled: boolean
  proposers: readonly DelegationId[]
  invited: readonly DelegationId[]
  sponsors: readonly DelegationId[]
  recommendation: RecommendationFacts
  /** Where the informals are whose text this is; absent for what a delegation proposes by itself. */
  informal?: InformalStatus | undefined
}

/** A small group that works on a paragraph apart from the room. */
export type InformalFacts = {
  status: InformalStatus
  /** Delegations that are in it and have not left. */
  members: readonly DelegationId[]
  recommendation: RecommendationFacts
}

export type BracketRightFacts = {
  /** Who asked for the bracket; empty where the officers put it. */
  requestedBy: DelegationId | ''
  /** Whether it stands in a draft that this actor writes. */
  inOwnDraft: boolean
}

export type CallFacts = { status: CallStatus }
export type SubmissionFacts = { status: SubmissionStatus; delegation: DelegationId; callStatus: CallStatus }

/** What each action is decided upon: the compiler asks every caller for the right facts. */
type Subjects = Record<
  `meeting.${MeetingAction}` | 'meeting.see' | 'meeting.draft' | 'meeting.order',
  MeetingFacts
> &
  Record<`recommendation.${PreliminaryAction}`, RecommendationFacts> &
  Record<`paragraph.${ConsolidatedAction}`, RecommendationFacts> &
  Record<
    | 'recommendation.see'
    | 'recommendation.see-history'
    | 'recommendation.see-drafting'
    | 'recommendation.edit'
    | 'recommendation.invite'
    | 'recommendation.sponsor'
    | 'recommendation.leave'
    | 'recommendation.tag'
    | 'recommendation.give-pen'
    | 'recommendation.amend'
    | 'position.take'
    | 'position.see'
    | 'statement.make'
    | 'statement.see',
    RecommendationFacts
  > &
  Record<'floor.ask', MeetingFacts> &
  Record<'bracket.lift', BracketRightFacts> &
  Record<'bracket.put', Pick<BracketRightFacts, 'requestedBy'>> &
  Record<
    | `amendment.${AmendmentAction}`
    | 'amendment.see'
    | 'amendment.edit'
    | 'amendment.invite'
    | 'amendment.sponsor'
    | 'amendment.leave'
    | 'amendment.amend'
    | 'amendment.take-over',
    AmendmentFacts
  > &
  Record<'informal.start', RecommendationFacts> &
  Record<`informal.${InformalAction}` | 'informal.see' | 'informal.work' | 'informal.leave', InformalFacts> &
  Record<`call.${CallAction}` | 'call.see' | 'call.answer', CallFacts> &
  Record<'submission.see' | 'submission.edit', SubmissionFacts> &
  Record<
    | 'list.issue'
    | 'list.adopt'
    | 'status.see-past'
    | 'consolidation.see'
    | 'consolidation.decide'
    | 'vocabulary.manage'
    | 'import.run'
    | 'workplan.add'
    | 'call.create'
    | 'audit.see'
    | 'outbox.see'
    | 'position.see-private'
    | 'floor.give'
    | 'floor.keep'
    | 'room.lead'
    | 'merge.decide'
    | 'alternative.take',
    undefined
  >

export type Action = keyof Subjects

type Rule<Subject> = (actor: Actor, subject: Subject) => boolean

const is =
  (...wanted: Role[]): Rule<unknown> =>
  (actor) =>
    hasRole(actor, ...wanted)

const isAmong = (actor: Actor, delegations: readonly DelegationId[]) =>
  delegations.some((delegation) => speaksFor(actor, delegation))

const isProposer: Rule<{ proposers: readonly DelegationId[] }> = (actor, item) =>
  isAmong(actor, item.proposers)

type Drafters = {
  proposers: readonly DelegationId[]
  invited: readonly DelegationId[]
  sponsors: readonly DelegationId[]
}

const isDrafting: Rule<Drafters> = (actor, item) =>
  isProposer(actor, item) || isAmong(actor, item.invited) || isAmong(actor, item.sponsors)

/** A draft is seen by those who write it; what is tabled, by the room; what is listed or adopted, by everyone. */
const seesRecommendation: Rule<RecommendationFacts> = (actor, item) => {
  if (item.stage === 'consolidated') return isSignedIn(actor) || item.status === 'adopted'
  // It is seen as the amendment that proposes it.
  if (item.stage === 'new-paragraph') return false
  switch (item.status) {
    case 'draft':
      return isDrafting(actor, item)
    case 'tabled':
    case 'under-discussion':
      return isSignedIn(actor)
    case 'withdrawn':
      return item.wasTabled ? isSignedIn(actor) : isDrafting(actor, item)
    case 'listed':
      return true
    default:
      return item satisfies never
  }
}

/** Text that is open to direct edits, and by whom: the drafters of a draft, afterwards whoever has the pen. */
const editsRecommendation: Rule<RecommendationFacts> = (actor, item) => {
  if (item.stage === 'preliminary' && item.status === 'draft') return isDrafting(actor, item)
  if (!isOpenText(item) || item.stage === 'new-paragraph') return false
  return hasRole(actor, 'rapporteur', 'secretariat') || isAmong(actor, item.penHolders)
}

/** Statuses in which the working text may still change. */
export function isOpenText(item: RecommendationFacts): boolean {
  if (item.stage === 'new-paragraph') return true
  return item.stage === 'preliminary'
    ? ['draft', 'tabled', 'under-discussion'].includes(item.status)
    : ['proposed', 'under-discussion'].includes(item.status)
}

const isTabledText = (item: RecommendationFacts) =>
  isOpenText(item) && !(item.stage === 'preliminary' && item.status === 'draft')

/** The Chair, who chose the group, works with it. */
const leadsInformals: Rule<AmendmentFacts> = (actor, item) =>
  item.informal !== undefined && hasRole(actor, 'chair')

const sees: Rule<AmendmentFacts> = (actor, item) =>
  item.status === 'draft' || (item.status === 'withdrawn' && !item.wasTabled)
    ? isDrafting(actor, item) || leadsInformals(actor, item)
    : isSignedIn(actor) &&
      (item.recommendation.stage === 'new-paragraph' || seesRecommendation(actor, item.recommendation))

/**
 * Who decides: on a sub-amendment the proposers of the amendment that it amends, whose text it becomes; on a
 * deletion whoever may drop the paragraph.
 */
const decides =
  (...wanted: Role[]): Rule<AmendmentFacts> =>
  (actor, item) =>
    item.parent ? isAmong(actor, item.parent.proposers) : hasRole(actor, ...wanted)

const acceptsAmendment: Rule<AmendmentFacts> = (actor, item) =>
  item.kind === 'deletion'
    ? rules['paragraph.drop'](actor, item.recommendation)
    : decides('rapporteur', 'secretariat')(actor, item)

const rules: { [A in Action]: Rule<Subjects[A]> } = {
  'meeting.see': () => true,
  'meeting.open': is('chair', 'secretariat'),
  'meeting.close': is('chair', 'secretariat'),
  'meeting.report': is('rapporteur', 'secretariat'),
  'meeting.postpone': is('chair', 'secretariat'),
  'meeting.draft': (actor, meeting) =>
    meeting.status !== 'reported' && isSignedIn(actor) && actor.delegation !== undefined,
  'meeting.order': is('rapporteur', 'secretariat'),

  'recommendation.see': seesRecommendation,
  'recommendation.see-history': (actor, item) => isSignedIn(actor) && seesRecommendation(actor, item),
  /** What was written before it was tabled stays with those who wrote it. */
  'recommendation.see-drafting': (actor, item) => item.stage === 'consolidated' || isDrafting(actor, item),
  'recommendation.edit': editsRecommendation,
  'recommendation.invite': (actor, item) => item.status === 'draft' && isProposer(actor, item),
  'recommendation.sponsor': (actor, item) =>
    isSignedIn(actor) &&
    actor.delegation !== undefined &&
    !isProposer(actor, item) &&
    !isAmong(actor, item.sponsors) &&
    item.stage === 'preliminary' &&
    isTabledText(item),
  'recommendation.leave': (actor, item) =>
    item.status === 'draft'
      ? isAmong(actor, item.invited)
      : isOpenText(item) && isAmong(actor, item.sponsors),
  'recommendation.tag': (actor, item) =>
    item.status === 'draft'
      ? isDrafting(actor, item)
      : isOpenText(item) && (hasRole(actor, 'rapporteur', 'secretariat') || isProposer(actor, item)),
  'recommendation.give-pen': (actor, item) =>
    isTabledText(item) && hasRole(actor, 'chair', 'rapporteur', 'secretariat'),
  'recommendation.amend': (actor, item) =>
    isSignedIn(actor) && actor.delegation !== undefined && isTabledText(item),
  'recommendation.table': isProposer,
  'recommendation.discuss': is('chair', 'rapporteur', 'secretariat'),
  'recommendation.list': is('rapporteur', 'secretariat'),
  'recommendation.withdraw': isProposer,

  'paragraph.discuss': is('chair', 'rapporteur', 'secretariat'),
  'paragraph.agree': is('chair'),
  'paragraph.reopen': is('chair'),
  'paragraph.adopt': is('chair'),
  'paragraph.drop': is('chair'),
  'paragraph.put-under-silence': is('chair'),
  'paragraph.end-silence': is('chair'),
  'paragraph.break-silence': (actor) => isSignedIn(actor) && actor.delegation !== undefined,
  // Nobody concludes a silence: its deadline does.
  'paragraph.conclude-silence': (actor) => actor.kind === 'operator',

  'position.take': (actor, item) =>
    isSignedIn(actor) &&
    actor.delegation !== undefined &&
    isTabledText(item) &&
    seesRecommendation(actor, item),
  /** What a delegation told everybody. */
  'position.see': (actor, item) => isSignedIn(actor) && seesRecommendation(actor, item),
  'position.see-private': is('chair'),
  'statement.make': (actor, item) =>
    isSignedIn(actor) &&
    actor.delegation !== undefined &&
    item.stage === 'consolidated' &&
    ['agreed-ad-referendum', 'adopted'].includes(item.status),
  'statement.see': (actor, item) => actor.kind === 'operator' || seesRecommendation(actor, item),
  'floor.ask': (actor, meeting) =>
    meeting.status === 'open' && isSignedIn(actor) && actor.delegation !== undefined,
  'floor.give': is('chair', 'secretariat'),
  'floor.keep': is('chair', 'secretariat'),
  'room.lead': is('chair', 'secretariat'),

  'merge.decide': is('rapporteur', 'secretariat'),
  /** The Chair, who finds what the room agrees on, and whoever put the alternatives side by side. */
  'alternative.take': (actor) => hasRole(actor, 'chair') || can(actor, 'merge.decide', undefined),
  /** Those who asked for it, and the Chair; the officers lift each other's. */
  'bracket.lift': (actor, bracket) =>
    bracket.inOwnDraft ||
    hasRole(actor, 'chair') ||
    (bracket.requestedBy === ''
      ? hasRole(actor, 'rapporteur', 'secretariat')
      : speaksFor(actor, bracket.requestedBy)),
  /** Nobody asks for one in another's name. */
  'bracket.put': (actor, { requestedBy }) =>
    requestedBy === '' ? hasRole(actor, 'chair', 'rapporteur', 'secretariat') : speaksFor(actor, requestedBy),

  'amendment.see': sees,
  'amendment.edit': (actor, item) =>
    item.kind !== 'deletion' &&
    item.status === 'draft' &&
    (isDrafting(actor, item) || leadsInformals(actor, item)),
  // The Chair chooses who is in a group.
  'amendment.invite': (actor, item) =>
    item.status === 'draft' && item.informal === undefined && isProposer(actor, item),
  'amendment.sponsor': (actor, item) =>
    isSignedIn(actor) &&
    actor.delegation !== undefined &&
    !isProposer(actor, item) &&
    !isAmong(actor, item.sponsors) &&
    (item.status === 'tabled' || (item.status === 'draft' && isAmong(actor, item.invited))),
  'amendment.leave': (actor, item) =>
    ((item.status === 'draft' || item.status === 'tabled') &&
      (isAmong(actor, item.sponsors) || isAmong(actor, item.invited))) ||
    // The last one who leaves withdraws it: that is said as such.
    (item.status === 'tabled' && isProposer(actor, item) && item.proposers.length + item.sponsors.length > 1),
  'amendment.amend': (actor, item) =>
    isSignedIn(actor) &&
    actor.delegation !== undefined &&
    isAmendable(item) &&
    rules['recommendation.amend'](actor, item.recommendation),
  'amendment.take-over': (actor, item) =>
    isSignedIn(actor) &&
    actor.delegation !== undefined &&
    item.status === 'withdrawn' &&
    item.wasTabled &&
    !isProposer(actor, item) &&
    (item.parent === undefined || item.parent.status === 'tabled') &&
    rules['recommendation.amend'](actor, item.recommendation),
  'amendment.table': isProposer,
  // One of a group cannot end its work for the others: that is the Chair's to do.
  'amendment.withdraw': (actor, item) => item.informal !== 'at-work' && isProposer(actor, item),
  'amendment.accept': acceptsAmendment,
  'amendment.accept-in-part': (actor, item) =>
    item.kind === 'text' && item.parent === undefined && hasRole(actor, 'rapporteur', 'secretariat'),
  'amendment.reject': decides('rapporteur', 'secretariat', 'chair'),
  // Nobody decides it by itself: it follows from what is decided on something else.
  'amendment.supersede': (actor, item) =>
    hasRole(actor, 'rapporteur', 'secretariat', 'chair') ||
    (item.parent !== undefined && isAmong(actor, item.parent.proposers)),

  'informal.start': (actor, item) => hasRole(actor, 'chair') && isTabledText(item),
  // That there are informals, and who is in them, is the room's to know; their text is not.
  'informal.see': (actor, item) => isSignedIn(actor) && seesRecommendation(actor, item.recommendation),
  'informal.work': (actor, item) =>
    item.status === 'at-work' && (isAmong(actor, item.members) || hasRole(actor, 'chair')),
  'informal.leave': (actor, item) => item.status === 'at-work' && isAmong(actor, item.members),
  'informal.bring-back': (actor, item) => isAmong(actor, item.members),
  'informal.dissolve': is('chair'),

  'list.issue': is('rapporteur', 'secretariat'),
  'list.adopt': is('chair'),
  'status.see-past': is('chair', 'rapporteur', 'secretariat'),
  'consolidation.see': isSignedIn,
  'consolidation.decide': is('rapporteur', 'secretariat'),
  'vocabulary.manage': is('secretariat'),
  'workplan.add': (actor) => actor.kind === 'operator',
  'import.run': (actor) => actor.kind === 'operator' || hasRole(actor, 'rapporteur', 'secretariat'),
  'audit.see': is('secretariat'),
  'outbox.see': is('secretariat'),

  'call.create': is('secretariat'),
  'call.open': is('secretariat'),
  'call.close': is('secretariat'),
  'call.publish': is('secretariat'),
  'call.see': (actor, call) => (call.status === 'draft' ? hasRole(actor, 'secretariat') : true),
  'call.answer': (actor, call) =>
    // A late answer is taken and marked late; only publication ends it.
    (call.status === 'open' || call.status === 'closed') &&
    isSignedIn(actor) &&
    actor.delegation !== undefined,
  'submission.see': (actor, submission) =>
    submission.status === 'published' ||
    speaksFor(actor, submission.delegation) ||
    (submission.status === 'submitted' && hasRole(actor, 'secretariat', 'rapporteur')),
  'submission.edit': (actor, submission) =>
    speaksFor(actor, submission.delegation) &&
    submission.status !== 'published' &&
    (submission.callStatus === 'open' || submission.callStatus === 'closed'),
}

/** Whether this actor may do this: the one answer for the page, the socket and the button. */
export function can<A extends Action>(actor: Actor, action: A, subject: Subjects[A]): boolean {
  return rules[action](actor, subject)
}
