import type { DelegationId, ExpertGroupId, MeetingId } from '#domain/ids'
import { hasRole, isMember } from '#domain/people/participants'
import {
  recommendationIs,
  type ConsolidatedAction,
  type ConsolidatedStatus,
  type MeetingStatus,
  type PreliminaryAction,
  type PreliminaryStatus,
} from '#domain/status'
import { mayByKind, type RightsFacts } from './kinds'
import { is, isAmong, isDrafting, isProposer, type NoFacts, type Rule, type Rules } from './rule'

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

const isDraft = (item: RecommendationFacts) =>
  item.stage === 'preliminary' && recommendationIs.draft(item.status)

/** A draft is seen by those who write it; what is tabled, by the room; what is listed or adopted, by everyone. */
export const seesRecommendation: Rule<RecommendationFacts> = (actor, item) => {
  // It is seen as the amendment that proposes it.
  if (item.stage === 'new-paragraph') return false
  if (recommendationIs.final(item.status)) return true
  const isPrivate = isDraft(item) || (recommendationIs.withdrawn(item.status) && !item.wasTabled)
  return isPrivate ? isDrafting(actor, item) : isMember(actor)
}

/** Whether the working text may still change. */
export const isOpenText = (item: RecommendationFacts): boolean => recommendationIs.open(item.status)

/** The same, once it is before the room. */
export const isTabledText = (item: RecommendationFacts): boolean => isOpenText(item) && !isDraft(item)

/** Who writes it directly: the drafters of a draft, afterwards the holders of the pen. */
const writes: Rule<RecommendationFacts> = (actor, item) =>
  isDraft(item)
    ? isDrafting(actor, item)
    : hasRole(actor, 'rapporteur', 'secretariat') || isAmong(actor, item.penHolders)

export const dropsParagraph: Rule<unknown> = is('chair')

export const recommendationRules: Rules<RecommendationSubjects> = {
  'recommendation.see': seesRecommendation,
  'recommendation.see-history': (actor, item) => isMember(actor) && seesRecommendation(actor, item),
  /** What was written before it was tabled stays with those who wrote it. */
  'recommendation.see-drafting': (actor, item) =>
    (item.stage === 'consolidated' && isMember(actor)) ||
    isProposer(actor, item) ||
    isAmong(actor, item.invited),
  'recommendation.edit': { who: writes, when: (item) => item.stage !== 'new-paragraph' && isOpenText(item) },
  'recommendation.invite': { who: isProposer, when: isDraft },
  'recommendation.sponsor': {
    who: (actor, item) =>
      mayByKind(actor, 'sponsor', item) && !isProposer(actor, item) && !isAmong(actor, item.sponsors),
    when: (item) => item.stage === 'preliminary' && isTabledText(item),
  },
  'recommendation.leave': {
    who: (actor, item) => isAmong(actor, isDraft(item) ? item.invited : item.sponsors),
    when: isOpenText,
  },
  'recommendation.tag': {
    who: (actor, item) =>
      isDraft(item)
        ? isDrafting(actor, item)
        : hasRole(actor, 'rapporteur', 'secretariat') || isProposer(actor, item),
    when: isOpenText,
  },
  'recommendation.give-pen': { who: is('chair', 'rapporteur', 'secretariat'), when: isTabledText },
  'recommendation.amend': { who: (actor, item) => mayByKind(actor, 'amend', item), when: isTabledText },
  'recommendation.table': isProposer,
  'recommendation.discuss': is('chair', 'rapporteur', 'secretariat'),
  'recommendation.list': is('rapporteur', 'secretariat'),
  'recommendation.withdraw': isProposer,
  'paragraph.discuss': is('chair', 'rapporteur', 'secretariat'),
  'paragraph.agree': is('chair'),
  'paragraph.reopen': is('chair'),
  'paragraph.adopt': is('chair'),
  'paragraph.drop': dropsParagraph,
  'paragraph.put-under-silence': is('chair'),
  'paragraph.end-silence': is('chair'),
  'paragraph.break-silence': (actor, item) => mayByKind(actor, 'object', item),
  // No one concludes a silence: its deadline does.
  'paragraph.conclude-silence': (actor) => actor.kind === 'operator',
  'position.take': {
    who: (actor, item) => mayByKind(actor, 'position', item) && seesRecommendation(actor, item),
    when: isTabledText,
  },
  /** What a delegation told everybody. */
  'position.see': (actor, item) => isMember(actor) && seesRecommendation(actor, item),
  'position.see-private': is('chair'),
  'statement.make': {
    who: (actor, item) => mayByKind(actor, 'position', item),
    // Nothing of an adopted list changes.
    when: (item) => item.stage === 'consolidated' && recommendationIs.agreedAdReferendum(item.status),
  },
  'statement.see': (actor, item) => actor.kind === 'operator' || seesRecommendation(actor, item),
}
