import type { DelegationId, ExpertGroupId, MeetingId, MembershipId, ParticipantId } from '#domain/ids'
import {
  visitor,
  type Actor,
  type DelegationKind,
  type Place,
  type Role,
  type SignedInActor,
} from '#domain/people/participants'
import {
  amendmentStatuses,
  callStatuses,
  consolidatedStatuses,
  informalStatuses,
  meetingStatuses,
  preliminaryStatuses,
  submissionStatuses,
} from '#domain/status'
import type { AmendmentFacts } from './amendments'
import type { CallFacts, SubmissionFacts } from './calls'
import { permissionFor, type Action, type Subjects } from './can'
import { canInstallation, installationActions, type InstallationAction } from './installation'
import type { InformalFacts } from './informals'
import type { MeetingFacts } from './meetings'
import type { RecommendationFacts } from './recommendations'

const group = 'group' as ExpertGroupId
const otherGroup = 'other-group' as ExpertGroupId
const meeting = 'meeting' as MeetingId
const own = 'own' as DelegationId
const place = { group, meeting, rights: undefined }

/** Who stands in the columns: everybody who may be asked about anything of one expert group. */
export const columns = [
  'visitor',
  'administrator',
  'other-group',
  'stakeholder',
  'organization',
  'observer-state',
  'other-state',
  'own-state',
  'rapporteur',
  'chair',
  'secretariat',
] as const
export type Column = (typeof columns)[number]

function member(
  role: Role,
  of: ExpertGroupId,
  kind?: DelegationKind,
  delegation?: DelegationId,
): SignedInActor {
  return {
    kind: 'participant',
    participant: `${role} ${kind ?? ''} ${delegation ?? ''}` as ParticipantId,
    name: role,
    isAdministrator: false,
    memberships: [
      {
        id: `${role} ${of}` as MembershipId,
        group: of,
        meeting: undefined,
        role,
        delegation: kind && (delegation ?? (kind as string as DelegationId)),
        kindOfDelegation: kind,
      },
    ],
  }
}

const actors: Record<Column, Actor> = {
  visitor,
  administrator: { ...member('delegate', group), isAdministrator: true, memberships: [] },
  'other-group': member('secretariat', otherGroup),
  stakeholder: member('delegate', group, 'non-governmental-organization'),
  organization: member('delegate', group, 'intergovernmental-organization'),
  'observer-state': member('delegate', group, 'observer-state'),
  'other-state': member('delegate', group, 'member-state'),
  'own-state': member('delegate', group, 'member-state', own),
  rapporteur: member('rapporteur', group),
  chair: member('chair', group),
  secretariat: member('secretariat', group),
}

/** A subject as it may be found; `status` is empty where the rule knows none. */
type Sample<Facts> = { status: string; facts: Facts & Place }

const recommendationParts = {
  ...place,
  proposers: [own],
  sponsors: [],
  invited: [],
  penHolders: [],
  wasTabled: true,
  meetingStatus: 'open',
} as const

const recommendations: readonly Sample<RecommendationFacts>[] = [
  ...preliminaryStatuses.map((status) => ({
    status,
    facts: { ...recommendationParts, stage: 'preliminary' as const, status, wasTabled: status !== 'draft' },
  })),
  {
    status: 'withdrawn as a draft',
    facts: { ...recommendationParts, stage: 'preliminary', status: 'withdrawn', wasTabled: false },
  },
  ...consolidatedStatuses.map((status) => ({
    // Preliminary items have a status of this name as well.
    status: status === 'under-discussion' ? 'under-discussion (consolidated)' : status,
    facts: { ...recommendationParts, stage: 'consolidated' as const, status },
  })),
]
const preliminary = recommendations.filter(({ facts }) => facts.stage === 'preliminary')
const consolidated = recommendations.filter(({ facts }) => facts.stage === 'consolidated')

const amended: RecommendationFacts = {
  ...recommendationParts,
  proposers: [],
  stage: 'preliminary',
  status: 'under-discussion',
}
const amendmentParts = {
  group,
  meeting,
  kind: 'text',
  parent: undefined,
  wasTabled: true,
  proposers: [own],
  invited: [],
  sponsors: [],
  drafters: [own],
  recommendation: amended,
} as const
const amendments: readonly Sample<AmendmentFacts>[] = [
  ...amendmentStatuses.map((status) => ({
    status,
    facts: { ...amendmentParts, status, wasTabled: status !== 'draft' },
  })),
  { status: 'withdrawn as a draft', facts: { ...amendmentParts, status: 'withdrawn', wasTabled: false } },
]

const informals: readonly Sample<InformalFacts>[] = informalStatuses.map((status) => ({
  status,
  facts: { group, meeting, status, members: [own], recommendation: amended },
}))
const calls: readonly Sample<CallFacts>[] = callStatuses.map((status) => ({
  status,
  facts: { ...place, status },
}))
const submissions: readonly Sample<SubmissionFacts>[] = submissionStatuses.map((status) => ({
  status,
  facts: { ...place, status, delegation: own, callStatus: status === 'published' ? 'published' : 'open' },
}))
const meetings: readonly Sample<MeetingFacts>[] = meetingStatuses.map((status) => ({
  status,
  facts: { ...place, status },
}))
const anywhere: readonly Sample<object>[] = [{ status: '', facts: { group, meeting } }]
const brackets = [
  { status: 'of the own delegation', facts: { ...place, requestedBy: own, inOwnDraft: false } },
  { status: 'of the officers', facts: { ...place, requestedBy: '' as const, inOwnDraft: false } },
]

/** What each action is asked about. A new action does not compile until it stands here. */
const samples: { [A in Action]: readonly Sample<Subjects[A]>[] } = {
  'meeting.see': meetings,
  'meeting.draft': meetings,
  'meeting.order': meetings,
  'meeting.open': meetings,
  'meeting.close': meetings,
  'meeting.report': meetings,
  'meeting.postpone': meetings,
  'floor.ask': meetings,
  'floor.give': anywhere,
  'floor.keep': anywhere,
  'room.see': anywhere,
  'room.lead': anywhere,
  'rights.set': anywhere,
  'recommendation.see': recommendations,
  'recommendation.see-history': recommendations,
  'recommendation.see-drafting': recommendations,
  'recommendation.edit': recommendations,
  'recommendation.invite': preliminary,
  'recommendation.sponsor': preliminary,
  'recommendation.leave': recommendations,
  'recommendation.tag': recommendations,
  'recommendation.give-pen': recommendations,
  'recommendation.amend': recommendations,
  'recommendation.table': preliminary,
  'recommendation.discuss': preliminary,
  'recommendation.list': preliminary,
  'recommendation.withdraw': preliminary,
  'paragraph.discuss': consolidated,
  'paragraph.agree': consolidated,
  'paragraph.reopen': consolidated,
  'paragraph.adopt': consolidated,
  'paragraph.drop': consolidated,
  'paragraph.put-under-silence': consolidated,
  'paragraph.end-silence': consolidated,
  'paragraph.break-silence': consolidated,
  'paragraph.conclude-silence': consolidated,
  'position.take': recommendations,
  'position.see': recommendations,
  'position.see-private': anywhere,
  'statement.make': consolidated,
  'statement.see': recommendations,
  'amendment.see': amendments,
  'amendment.see-drafting': amendments,
  'amendment.edit': amendments,
  'amendment.invite': amendments,
  'amendment.sponsor': amendments,
  'amendment.leave': amendments,
  'amendment.amend': amendments,
  'amendment.take-over': amendments,
  'amendment.table': amendments,
  'amendment.withdraw': amendments,
  'amendment.accept': amendments,
  'amendment.accept-in-part': amendments,
  'amendment.reject': amendments,
  'amendment.supersede': amendments,
  'amendment.supersede-rest': amendments,
  'bracket.put': brackets,
  'bracket.lift': brackets,
  'merge.decide': anywhere,
  'alternative.take': anywhere,
  'informal.start': recommendations,
  'informal.see': informals,
  'informal.work': informals,
  'informal.leave': informals,
  'informal.bring-back': informals,
  'informal.dissolve': informals,
  'consolidation.see': anywhere,
  'consolidation.decide': anywhere,
  'list.issue': anywhere,
  'list.adopt': anywhere,
  'list.correct': anywhere,
  'list.record-commission': anywhere,
  'status.see-past': anywhere,
  'call.create': anywhere,
  'call.see': calls,
  'call.answer': calls,
  'call.open': calls,
  'call.close': calls,
  'call.publish': calls,
  'submission.see': submissions,
  'submission.edit': submissions,
  'vocabulary.manage': anywhere,
  'import.run': anywhere,
  'audit.see': anywhere,
  'outbox.see': anywhere,
  'group.change': anywhere,
  'workplan.manage': anywhere,
  'delegations.manage': anywhere,
  'people.manage': anywhere,
}

/** Whether somebody may; `not-now` where they might at another status. */
export type Cell = 'yes' | 'not-now' | 'no'
export type MatrixRow = {
  action: Action
  /** The statuses at which all cells are the same; none where the rule knows no statuses. */
  statuses: readonly string[]
  cells: readonly Cell[]
}

const cellOf = (answer: ReturnType<typeof permissionFor>): Cell =>
  answer.ok ? 'yes' : answer.refusal === 'not-permitted' ? 'no' : 'not-now'

function rowsOf<A extends Action>(action: A): MatrixRow[] {
  const rows: { action: A; statuses: string[]; cells: Cell[] }[] = []
  for (const { status, facts } of samples[action]) {
    const cells = columns.map((column) => cellOf(permissionFor(actors[column], action, facts)))
    const row = rows.find((candidate) => candidate.cells.join() === cells.join())
    if (row) row.statuses.push(status)
    else rows.push({ action, statuses: [status], cells })
  }
  return rows.map(({ statuses, ...row }) => ({
    ...row,
    statuses: statuses.filter((status) => status !== ''),
  }))
}

export const actions = Object.keys(samples) as Action[]

/** Who may do what to what, as `can` answers it: every action, at every status, for every column. */
export const permissionMatrix = (): MatrixRow[] => actions.flatMap((action) => rowsOf(action))

/** The same for what concerns no expert group, or comes before there is one. */
export const installationMatrix = (): { action: InstallationAction; cells: Cell[] }[] =>
  installationActions.map((action) => ({
    action,
    cells: columns.map((column) => (canInstallation(actors[column], action) ? 'yes' : 'no')),
  }))

/** The actors of the columns, as `can` sees them, and the delegation that `own-state` speaks for. */
export const matrixActors: Readonly<Record<Column, Actor>> = actors
export const matrixPlace = { group, meeting, own }
