import type { DelegationId, ExpertGroupId, MeetingId } from '#domain/ids'
import { hasRole, isMember } from '#domain/people/participants'
import type {
  ConsolidatedAction,
  ConsolidatedStatus,
  MeetingStatus,
  PreliminaryAction,
  PreliminaryStatus,
} from '#domain/status'
import { mayByKind, type RightsFacts } from './kinds'
import { is, isAmong, isDrafting, isProposer, type Rule, type NoFacts, type Rules } from './rule'

export type RecommendationFacts = RightsFacts & {
  group: ExpertGroupId
  meeting: MeetingId
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

export type RecommendationSubjects = Record<`recommendation.${PreliminaryAction}`, RecommendationFacts> &
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
  Record<'position.see-private', NoFacts>

/** A draft is seen by those who write it; what is tabled, by the room; what is listed or adopted, by everyone. */
export const seesRecommendation: Rule<RecommendationFacts> = (actor, item) => {
  if (item.stage === 'consolidated') return isMember(actor) || item.status === 'adopted'
  // It is seen as the amendment that proposes it.
  if (item.stage === 'new-paragraph') return false
  switch (item.status) {
    case 'draft':
      return isDrafting(actor, item)
    case 'tabled':
    case 'under-discussion':
      return isMember(actor)
    case 'withdrawn':
      return item.wasTabled ? isMember(actor) : isDrafting(actor, item)
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

export const isTabledText = (item: RecommendationFacts) =>
  isOpenText(item) && !(item.stage === 'preliminary' && item.status === 'draft')

export const recommendationRules: Rules<RecommendationSubjects> = {
  'recommendation.see': seesRecommendation,
  'recommendation.see-history': (actor, item) => isMember(actor) && seesRecommendation(actor, item),
  /** What was written before it was tabled stays with those who wrote it. */
  'recommendation.see-drafting': (actor, item) =>
    item.stage === 'consolidated' || isProposer(actor, item) || isAmong(actor, item.invited),
  'recommendation.edit': editsRecommendation,
  'recommendation.invite': (actor, item) => item.status === 'draft' && isProposer(actor, item),
  'recommendation.sponsor': (actor, item) =>
    mayByKind(actor, 'sponsor', item) &&
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
  'recommendation.amend': (actor, item) => mayByKind(actor, 'amend', item) && isTabledText(item),
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
  'paragraph.break-silence': (actor, item) => mayByKind(actor, 'object', item),
  // Nobody concludes a silence: its deadline does.
  'paragraph.conclude-silence': (actor) => actor.kind === 'operator',
  'position.take': (actor, item) =>
    mayByKind(actor, 'position', item) && isTabledText(item) && seesRecommendation(actor, item),
  /** What a delegation told everybody. */
  'position.see': (actor, item) => isMember(actor) && seesRecommendation(actor, item),
  'position.see-private': is('chair'),
  'statement.make': (actor, item) =>
    mayByKind(actor, 'position', item) &&
    item.stage === 'consolidated' &&
    // Nothing of an adopted list changes.
    item.status === 'agreed-ad-referendum',
  'statement.see': (actor, item) => actor.kind === 'operator' || seesRecommendation(actor, item),
}
