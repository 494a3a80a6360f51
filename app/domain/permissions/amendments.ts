import { isAmendable, type AmendmentKind } from '#domain/negotiation/amendments'
import type { DelegationId, ExpertGroupId, MeetingId } from '#domain/ids'
import { hasRole, isMember, type Role } from '#domain/people/participants'
import {
  amendmentIs,
  informalIs,
  type AmendmentAction,
  type AmendmentStatus,
  type InformalStatus,
} from '#domain/status'
import { mayByKind } from './kinds'
import { dropsParagraph, isTabledText, seesRecommendation, type RecommendationFacts } from './recommendations'
import { isAmong, isDrafting, isProposer, type Rule, type Rules } from './rule'

export type AmendmentFacts = {
  group: ExpertGroupId
  meeting: MeetingId
  kind: AmendmentKind
  status: AmendmentStatus
  /** Of a sub-amendment: the amendment that it amends. */
  parent: { status: AmendmentStatus; proposers: readonly DelegationId[] } | undefined
  /** Whether it ever left its drafters: what was withdrawn before that stays private. */
  wasTabled: boolean
  proposers: readonly DelegationId[]
  invited: readonly DelegationId[]
  sponsors: readonly DelegationId[]
  /** Those of them that drafted it: they joined before it was tabled. */
  drafters: readonly DelegationId[]
  recommendation: RecommendationFacts
  /** Where the informals are whose text this is; absent for what a delegation proposes by itself. */
  informal?: InformalStatus | undefined
}

export type AmendmentSubjects = Record<
  | `amendment.${AmendmentAction}`
  | 'amendment.see'
  | 'amendment.see-drafting'
  | 'amendment.edit'
  | 'amendment.invite'
  | 'amendment.sponsor'
  | 'amendment.leave'
  | 'amendment.amend'
  | 'amendment.take-over',
  AmendmentFacts
>

/** The Chair, who chose the group, works with it. */
const leadsInformals: Rule<AmendmentFacts> = (actor, item) =>
  item.informal !== undefined && hasRole(actor, 'chair')

const sees: Rule<AmendmentFacts> = (actor, item) =>
  amendmentIs.draft(item.status) || (amendmentIs.withdrawn(item.status) && !item.wasTabled)
    ? isDrafting(actor, item) || leadsInformals(actor, item)
    : isMember(actor) &&
      (item.recommendation.stage === 'new-paragraph' || seesRecommendation(actor, item.recommendation))

/**
 * Who decides: on a sub-amendment the proposers of the amendment that it amends, whose text it becomes; on a
 * deletion anyone who may drop the paragraph.
 */
const decides =
  (...wanted: Role[]): Rule<AmendmentFacts> =>
  (actor, item) =>
    item.parent ? isAmong(actor, item.parent.proposers) : hasRole(actor, ...wanted)

const acceptsAmendment: Rule<AmendmentFacts> = (actor, item) =>
  item.kind === 'deletion'
    ? dropsParagraph(actor, item.recommendation)
    : decides('rapporteur', 'secretariat')(actor, item)

/**
 * Superseding follows from a decision on something else: on the text (by the Chair, by a deadline, or by the proposer
 * who withdraws it) or on the amendment that this one amends.
 */
const supersedes: Rule<AmendmentFacts> = (actor, item) =>
  hasRole(actor, 'rapporteur', 'secretariat', 'chair') ||
  actor.kind === 'operator' ||
  isProposer(actor, item.recommendation) ||
  (item.parent !== undefined && isAmong(actor, item.parent.proposers))

const isDraft = (item: AmendmentFacts) => amendmentIs.draft(item.status)
const isTabled = (item: AmendmentFacts) => amendmentIs.tabled(item.status)

export const amendmentRules: Rules<AmendmentSubjects> = {
  'amendment.see': sees,
  /** What was written before it was tabled stays with those who wrote it. */
  'amendment.see-drafting': (actor, item) => isAmong(actor, item.drafters) || leadsInformals(actor, item),
  'amendment.edit': {
    who: (actor, item) => isDrafting(actor, item) || leadsInformals(actor, item),
    when: (item) => isDraft(item) && item.kind !== 'deletion',
  },
  // The Chair chooses who is in a group.
  'amendment.invite': { who: isProposer, when: (item) => isDraft(item) && item.informal === undefined },
  'amendment.sponsor': (actor, item) =>
    mayByKind(actor, 'sponsor', item.recommendation) &&
    !isProposer(actor, item) &&
    !isAmong(actor, item.sponsors) &&
    (isTabled(item) || (isDraft(item) && isAmong(actor, item.invited))),
  'amendment.leave': (actor, item) =>
    (amendmentIs.pending(item.status) && (isAmong(actor, item.sponsors) || isAmong(actor, item.invited))) ||
    // The last one who leaves withdraws it: that is said as such.
    (isTabled(item) && isProposer(actor, item) && item.proposers.length + item.sponsors.length > 1),
  'amendment.amend': {
    who: (actor, item) => mayByKind(actor, 'amend', item.recommendation),
    when: (item) => isAmendable(item) && isTabledText(item.recommendation),
  },
  'amendment.take-over': {
    who: (actor, item) => mayByKind(actor, 'amend', item.recommendation) && !isProposer(actor, item),
    when: (item) =>
      amendmentIs.withdrawn(item.status) &&
      item.wasTabled &&
      (item.parent === undefined || amendmentIs.tabled(item.parent.status)) &&
      isTabledText(item.recommendation),
  },
  'amendment.table': isProposer,
  // One of a group cannot end its work for the others: that is the Chair's to do.
  'amendment.withdraw': (actor, item) =>
    !(item.informal && informalIs.atWork(item.informal)) && isProposer(actor, item),
  'amendment.accept': acceptsAmendment,
  'amendment.accept-in-part': (actor, item) =>
    item.kind === 'text' && item.parent === undefined && hasRole(actor, 'rapporteur', 'secretariat'),
  'amendment.reject': decides('rapporteur', 'secretariat', 'chair'),
  'amendment.supersede': supersedes,
  'amendment.supersede-rest': supersedes,
}
