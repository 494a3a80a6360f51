import type {
  AmendmentId,
  CallId,
  DelegationId,
  ExpertGroupId,
  ParticipantId,
  RecommendationId,
} from '#domain/ids'
import { amendmentIs, callIs, meetingIs, recommendationIs, silenceIs, submissionIs } from '#domain/status'
import type { Db } from '../client'
import { listChangedSince, type LastLook } from './last-looks'

/** What waits for somebody, in meetings that have not reported; who may see which is for the caller to decide. */
export type Needs = {
  /** Their delegation's own drafts. */
  drafts: RecommendationId[]
  amendmentDrafts: AmendmentId[]
  /** Drafts that it is invited to write or to sponsor. */
  invitations: RecommendationId[]
  amendmentInvitations: AmendmentId[]
  /** Others' amendments on the table to what it proposed, to what was made of that, or to its amendments. */
  amendmentsToOurs: AmendmentId[]
  /** Open calls that it has not answered; the nearest deadline first. */
  calls: CallId[]
  /** Texts under silence, the nearest deadline first. */
  silences: RecommendationId[]
  /** Texts that changed since this person read them. */
  changed: LastLook[]
  /** For Chair, Rapporteur and secretariat: what nobody has taken up yet. */
  notTakenUp: RecommendationId[]
  /** For them: open texts with amendments on the table. */
  toDecide: RecommendationId[]
  /** For them: open texts with open brackets. */
  bracketed: RecommendationId[]
  /** For them: calls with submissions that are not published. */
  toPublish: CallId[]
}

export type Needy = {
  participant: ParticipantId
  /** For whom they speak, in whichever groups. */
  delegations: readonly DelegationId[]
  /** The groups in which they are Chair, Rapporteur or secretariat. */
  offices: readonly ExpertGroupId[]
  /** The groups whose written comments they publish. */
  publishing: readonly ExpertGroupId[]
  /** All groups in which they are. */
  groups: readonly ExpertGroupId[]
}

const partIn = ['proposer', 'sponsor']

/** What waits for one person: as a delegate what concerns the delegation, as an officer what concerns the room. */
export async function listNeeds(db: Db, reader: Needy): Promise<Needs> {
  const [common, asDelegate, asOfficer] = await Promise.all([
    listForEverybody(db, reader),
    reader.delegations.length > 0 ? listForDelegations(db, reader) : {},
    reader.offices.length > 0 ? listForOfficers(db, reader) : {},
  ])
  return { ...nothing, ...common, ...asDelegate, ...asOfficer }
}

const nothing = {
  drafts: [],
  amendmentDrafts: [],
  invitations: [],
  amendmentInvitations: [],
  amendmentsToOurs: [],
  calls: [],
  notTakenUp: [],
  toDecide: [],
  bracketed: [],
  toPublish: [],
}

/** How many things wait: the number beside *What needs me*. */
export const countNeeds = (needs: Needs): number =>
  Object.values(needs).reduce((sum, list) => sum + list.length, 0)

async function listForEverybody(db: Db, { participant, groups }: Needy) {
  const [silences, changed] = await Promise.all([
    db
      .selectFrom('silence')
      .innerJoin('recommendation', 'recommendation.id', 'silence.recommendation_id')
      .innerJoin('meeting', 'meeting.id', 'recommendation.meeting_id')
      .innerJoin('workplan', 'workplan.id', 'meeting.workplan_id')
      .select('silence.recommendation_id')
      .where('silence.status', 'in', silenceIs.running.statuses)
      .where('workplan.expert_group_id', 'in', ['', ...groups])
      .orderBy('silence.deadline')
      .execute(),
    listChangedSince(db, participant),
  ])
  return { silences: silences.map((row) => row.recommendation_id as RecommendationId), changed }
}

async function listForDelegations(db: Db, { delegations, groups }: Needy) {
  const [texts, amendments, amendmentsToOurs, calls] = await Promise.all([
    db
      .selectFrom('recommendation_sponsor as part')
      .innerJoin('recommendation', 'recommendation.id', 'part.recommendation_id')
      .innerJoin('meeting', 'meeting.id', 'recommendation.meeting_id')
      .select(['recommendation.id', 'part.role'])
      .where('part.delegation_id', 'in', delegations)
      .where('recommendation.status', 'in', recommendationIs.draft.statuses)
      .where('meeting.status', 'in', meetingIs.notReported.statuses)
      .orderBy('recommendation.updated_at', 'desc')
      .execute(),
    db
      .selectFrom('amendment_sponsor as part')
      .innerJoin('amendment', 'amendment.id', 'part.amendment_id')
      .innerJoin('recommendation', 'recommendation.id', 'amendment.recommendation_id')
      .innerJoin('meeting', 'meeting.id', 'recommendation.meeting_id')
      .select(['amendment.id', 'part.role'])
      .where('part.delegation_id', 'in', delegations)
      .where((eb) =>
        eb.or([
          eb('amendment.status', 'in', amendmentIs.draft.statuses),
          eb.and([
            eb('amendment.status', 'in', amendmentIs.tabled.statuses),
            eb('part.role', '=', 'invited'),
          ]),
        ]),
      )
      .where('meeting.status', 'in', meetingIs.notReported.statuses)
      .orderBy('amendment.updated_at', 'desc')
      .execute(),
    listAmendmentsToTextsOf(db, delegations),
    db
      .selectFrom('call')
      .innerJoin('list', 'list.id', 'call.list_id')
      .innerJoin('meeting', 'meeting.id', 'list.meeting_id')
      .innerJoin('workplan', 'workplan.id', 'meeting.workplan_id')
      .leftJoin('submission', (join) =>
        join.onRef('submission.call_id', '=', 'call.id').on('submission.delegation_id', 'in', delegations),
      )
      .select('call.id')
      .where('call.status', 'in', callIs.open.statuses)
      .where('workplan.expert_group_id', 'in', groups)
      .where((eb) =>
        eb.or([
          eb('submission.status', 'is', null),
          eb('submission.status', 'in', submissionIs.draft.statuses),
        ]),
      )
      .orderBy('call.deadline')
      .execute(),
  ])
  const inRole = <Of extends { role: string }>(rows: readonly Of[], invited: boolean) =>
    rows.filter((row) => (row.role === 'invited') === invited)
  return {
    drafts: inRole(texts, false).map((row) => row.id as RecommendationId),
    invitations: inRole(texts, true).map((row) => row.id as RecommendationId),
    amendmentDrafts: inRole(amendments, false).map((row) => row.id as AmendmentId),
    amendmentInvitations: inRole(amendments, true).map((row) => row.id as AmendmentId),
    amendmentsToOurs,
    calls: calls.map((row) => row.id as CallId),
  }
}

async function listAmendmentsToTextsOf(db: Db, delegations: readonly DelegationId[]): Promise<AmendmentId[]> {
  const rows = await db
    .selectFrom('amendment')
    .innerJoin('recommendation', 'recommendation.id', 'amendment.recommendation_id')
    .innerJoin('meeting', 'meeting.id', 'recommendation.meeting_id')
    .select('amendment.id')
    .where('amendment.status', 'in', amendmentIs.tabled.statuses)
    .where('meeting.status', 'in', meetingIs.notReported.statuses)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('amendment_sponsor')
            .select('amendment_sponsor.amendment_id')
            .whereRef('amendment_sponsor.amendment_id', '=', 'amendment.id')
            .where('amendment_sponsor.delegation_id', 'in', delegations)
            .where('amendment_sponsor.role', 'in', partIn),
        ),
      ),
    )
    .where((eb) =>
      eb.or([
        eb.exists(
          eb
            .selectFrom('amendment_sponsor as parent')
            .select('parent.amendment_id')
            .whereRef('parent.amendment_id', '=', 'amendment.parent_id')
            .where('parent.delegation_id', 'in', delegations)
            .where('parent.role', '=', 'proposer'),
        ),
        eb.and([
          eb('amendment.parent_id', 'is', null),
          eb.or([
            eb.exists(
              eb
                .selectFrom('recommendation_sponsor')
                .select('recommendation_sponsor.recommendation_id')
                .whereRef('recommendation_sponsor.recommendation_id', '=', 'recommendation.id')
                .where('recommendation_sponsor.delegation_id', 'in', delegations)
                .where('recommendation_sponsor.role', 'in', partIn),
            ),
            eb.exists(
              eb
                .selectFrom('disposition_target')
                .innerJoin('disposition', 'disposition.id', 'disposition_target.disposition_id')
                .innerJoin('recommendation_sponsor as source', (join) =>
                  join
                    .onRef('source.recommendation_id', '=', 'disposition.recommendation_id')
                    .on('source.delegation_id', 'in', delegations)
                    .on('source.role', 'in', partIn),
                )
                .select('disposition_target.recommendation_id')
                .whereRef('disposition_target.recommendation_id', '=', 'recommendation.id'),
            ),
          ]),
        ]),
      ]),
    )
    .orderBy('amendment.tabled_at', 'desc')
    .execute()
  return rows.map((row) => row.id as AmendmentId)
}

async function listForOfficers(db: Db, { offices, publishing }: Needy) {
  const open = () =>
    db
      .selectFrom('recommendation')
      .innerJoin('meeting', 'meeting.id', 'recommendation.meeting_id')
      .innerJoin('workplan', 'workplan.id', 'meeting.workplan_id')
      .select('recommendation.id')
      .where('workplan.expert_group_id', 'in', offices)
      .where('recommendation.status', 'in', recommendationIs.onTable.statuses)
      .where('meeting.status', 'in', meetingIs.notReported.statuses)
      .orderBy('meeting.position')
      .orderBy('recommendation.topic_id')
      .orderBy('recommendation.position')
  const [notTakenUp, toDecide, bracketed, toPublish] = await Promise.all([
    open().where('recommendation.status', 'in', recommendationIs.notTakenUp.statuses).execute(),
    open()
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom('amendment')
            .select('amendment.id')
            .whereRef('amendment.recommendation_id', '=', 'recommendation.id')
            // Amendments to amendments are decided by those whose amendment they change.
            .where('amendment.parent_id', 'is', null)
            .where('amendment.status', 'in', amendmentIs.tabled.statuses),
        ),
      )
      .execute(),
    open().where('recommendation.brackets', '>', 0).execute(),
    db
      .selectFrom('call')
      .innerJoin('list', 'list.id', 'call.list_id')
      .innerJoin('meeting', 'meeting.id', 'list.meeting_id')
      .innerJoin('workplan', 'workplan.id', 'meeting.workplan_id')
      .select('call.id')
      .where('workplan.expert_group_id', 'in', ['', ...publishing])
      .where('call.status', 'in', callIs.answerable.statuses)
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom('submission')
            .select('submission.id')
            .whereRef('submission.call_id', '=', 'call.id')
            .where('submission.status', 'in', submissionIs.submitted.statuses),
        ),
      )
      .orderBy('call.deadline')
      .execute(),
  ])
  const texts = (rows: readonly { id: string }[]) => rows.map((row) => row.id as RecommendationId)
  return {
    notTakenUp: texts(notTakenUp),
    toDecide: texts(toDecide),
    bracketed: texts(bracketed),
    toPublish: toPublish.map((row) => row.id as CallId),
  }
}

/** What became of these delegations' amendments since some time, the newest decision first. */
export async function listDecidedAmendments(
  db: Db,
  delegations: readonly DelegationId[],
  since: Date,
): Promise<AmendmentId[]> {
  const rows = await db
    .selectFrom('amendment')
    .innerJoin('amendment_sponsor', 'amendment_sponsor.amendment_id', 'amendment.id')
    .select('amendment.id')
    .where('amendment_sponsor.delegation_id', 'in', delegations)
    .where('amendment_sponsor.role', 'in', partIn)
    .where('amendment.status', 'in', amendmentIs.decided.statuses)
    .where('amendment.updated_at', '>=', since.toISOString())
    .orderBy('amendment.updated_at', 'desc')
    .execute()
  return rows.map((row) => row.id as AmendmentId)
}

/** The calls of these groups whose comments were published since some time. */
export async function listPublishedCalls(
  db: Db,
  groups: readonly ExpertGroupId[],
  since: Date,
): Promise<CallId[]> {
  const rows = await db
    .selectFrom('submission')
    .innerJoin('call', 'call.id', 'submission.call_id')
    .innerJoin('list', 'list.id', 'call.list_id')
    .innerJoin('meeting', 'meeting.id', 'list.meeting_id')
    .innerJoin('workplan', 'workplan.id', 'meeting.workplan_id')
    .select('submission.call_id')
    .distinct()
    .where('workplan.expert_group_id', 'in', ['', ...groups])
    .where('submission.status', 'in', submissionIs.published.statuses)
    .where('submission.published_at', '>=', since.toISOString())
    .execute()
  return rows.map((row) => row.call_id as CallId)
}
