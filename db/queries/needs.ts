import type { SelectQueryBuilder } from 'kysely'
import type {
  AmendmentId,
  CallId,
  DelegationId,
  ExpertGroupId,
  ParticipantId,
  RecommendationId,
} from '#domain/ids'
import { needKinds, type NeedKind } from '#domain/notices/needs'
import { amendmentIs, callIs, meetingIs, recommendationIs, silenceIs, submissionIs } from '#domain/status'
import type { Db } from '../client'
import { changedSinceRead } from './last-looks'
import type { Slice } from './recommendation-pages'

/** The identifiers of what waits: recommendations, amendments or calls. */
export type Needs = {
  silences: RecommendationId[]
  calls: CallId[]
  invitations: RecommendationId[]
  amendmentInvitations: AmendmentId[]
  amendmentsToOurs: AmendmentId[]
  changed: RecommendationId[]
  notTakenUp: RecommendationId[]
  toDecide: RecommendationId[]
  bracketed: RecommendationId[]
  toPublish: CallId[]
  drafts: RecommendationId[]
  amendmentDrafts: AmendmentId[]
}

export type NeedCounts = Record<NeedKind, number>

export type Reader = {
  participant: ParticipantId
  /** The delegations that they speak for, in all their groups. */
  delegations: readonly DelegationId[]
  /** The groups in which they are Chair, Rapporteur or secretariat. */
  offices: readonly ExpertGroupId[]
  /** The groups whose written comments they publish. */
  publishing: readonly ExpertGroupId[]
  /** All groups of which they are members. */
  groups: readonly ExpertGroupId[]
}

type Waiting<Id extends string> = {
  count: () => Promise<number>
  list: (slice: Slice) => Promise<Id[]>
}

/** A query for identifiers, to be counted or read in parts. */
const waiting = <DB, TB extends keyof DB, Id extends string>(
  query: SelectQueryBuilder<DB, TB, { id: string }>,
): Waiting<Id> => ({
  count: async () => {
    const row = await query
      .clearSelect()
      .clearOrderBy()
      .select((eb) => eb.fn.countAll<number>().as('count'))
      // The compiler does not resolve the row of a query over tables that it does not know.
      .$castTo<{ count: number }>()
      .executeTakeFirstOrThrow()
    return Number(row.count)
  },
  list: async ({ limit, offset }) => {
    const rows = await query.limit(limit).offset(offset).execute()
    return rows.map(({ id }) => id as Id)
  },
})

const nothing = { count: () => Promise.resolve(0), list: () => Promise.resolve([]) }

const partIn = ['proposer', 'sponsor']

type Queries = { [Kind in NeedKind]: Waiting<Needs[Kind][number]> }

/** What waits for one person: as a delegate what concerns the delegation, as an officer what concerns the room. */
function needQueries(db: Db, reader: Reader): Queries {
  return {
    silences: waiting(silences(db, reader)),
    changed: waiting(changedSinceRead(db, reader.participant, reader)),
    ...(reader.delegations.length > 0
      ? {
          drafts: waiting(drafts(db, reader).where('part.role', '!=', 'invited')),
          invitations: waiting(drafts(db, reader).where('part.role', '=', 'invited')),
          amendmentDrafts: waiting(
            amendmentDrafts(db, reader)
              .where('part.role', '!=', 'invited')
              .where('amendment.status', 'in', amendmentIs.draft.statuses),
          ),
          amendmentInvitations: waiting(
            amendmentDrafts(db, reader)
              .where('part.role', '=', 'invited')
              .where('amendment.status', 'in', amendmentIs.pending.statuses),
          ),
          amendmentsToOurs: waiting(amendmentsToTextsOf(db, reader.delegations)),
          calls: waiting(unansweredCalls(db, reader)),
        }
      : {
          drafts: nothing,
          invitations: nothing,
          amendmentDrafts: nothing,
          amendmentInvitations: nothing,
          amendmentsToOurs: nothing,
          calls: nothing,
        }),
    ...(reader.offices.length > 0
      ? {
          notTakenUp: waiting(
            openTexts(db, reader).where('recommendation.status', 'in', recommendationIs.notTakenUp.statuses),
          ),
          toDecide: waiting(amendedTexts(db, reader)),
          bracketed: waiting(openTexts(db, reader).where('recommendation.brackets', '>', 0)),
          toPublish: waiting(callsToPublish(db, reader)),
        }
      : { notTakenUp: nothing, toDecide: nothing, bracketed: nothing, toPublish: nothing }),
  }
}

/** A part of what waits. @param sliceOf which part of each kind; none where it answers `undefined`. */
export async function listNeeds(
  db: Db,
  reader: Reader,
  sliceOf: (kind: NeedKind) => Slice | undefined,
): Promise<Needs> {
  const queries = needQueries(db, reader)
  const list = <Kind extends NeedKind>(kind: Kind): Promise<Needs[Kind][number][]> => {
    const slice = sliceOf(kind)
    return slice ? queries[kind].list(slice) : Promise.resolve([])
  }
  return {
    silences: await list('silences'),
    calls: await list('calls'),
    invitations: await list('invitations'),
    amendmentInvitations: await list('amendmentInvitations'),
    amendmentsToOurs: await list('amendmentsToOurs'),
    changed: await list('changed'),
    notTakenUp: await list('notTakenUp'),
    toDecide: await list('toDecide'),
    bracketed: await list('bracketed'),
    toPublish: await list('toPublish'),
    drafts: await list('drafts'),
    amendmentDrafts: await list('amendmentDrafts'),
  }
}

/** How much of each kind waits. */
export async function countNeeds(db: Db, reader: Reader): Promise<NeedCounts> {
  const queries = needQueries(db, reader)
  const counts = await Promise.all(
    needKinds.map(async (kind): Promise<[NeedKind, number]> => [kind, await queries[kind].count()]),
  )
  return Object.fromEntries(counts) as NeedCounts
}

const silences = (db: Db, { groups }: Reader) =>
  db
    .selectFrom('silence')
    .innerJoin('recommendation', 'recommendation.id', 'silence.recommendation_id')
    .innerJoin('meeting', 'meeting.id', 'recommendation.meeting_id')
    .innerJoin('workplan', 'workplan.id', 'meeting.workplan_id')
    .select('silence.recommendation_id as id')
    .where('silence.status', 'in', silenceIs.running.statuses)
    .where('workplan.expert_group_id', 'in', ['', ...groups])
    .orderBy('silence.deadline')

const drafts = (db: Db, { delegations }: Reader) =>
  db
    .selectFrom('recommendation_sponsor as part')
    .innerJoin('recommendation', 'recommendation.id', 'part.recommendation_id')
    .innerJoin('meeting', 'meeting.id', 'recommendation.meeting_id')
    .select('recommendation.id')
    .where('part.delegation_id', 'in', delegations)
    .where('recommendation.status', 'in', recommendationIs.draft.statuses)
    .where('meeting.status', 'in', meetingIs.notReported.statuses)
    .orderBy('recommendation.updated_at', 'desc')

const amendmentDrafts = (db: Db, { delegations }: Reader) =>
  db
    .selectFrom('amendment_sponsor as part')
    .innerJoin('amendment', 'amendment.id', 'part.amendment_id')
    .innerJoin('recommendation', 'recommendation.id', 'amendment.recommendation_id')
    .innerJoin('meeting', 'meeting.id', 'recommendation.meeting_id')
    .select('amendment.id')
    .where('part.delegation_id', 'in', delegations)
    .where('meeting.status', 'in', meetingIs.notReported.statuses)
    .orderBy('amendment.updated_at', 'desc')

const unansweredCalls = (db: Db, { delegations, groups }: Reader) =>
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

/** Others' amendments on the table to what these delegations proposed, to what was made of that, or to their amendments. */
const amendmentsToTextsOf = (db: Db, delegations: readonly DelegationId[]) =>
  db
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

const openTexts = (db: Db, { offices }: Reader) =>
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
    .orderBy('recommendation.id')

const amendedTexts = (db: Db, reader: Reader) =>
  openTexts(db, reader).where((eb) =>
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

const callsToPublish = (db: Db, { publishing }: Reader) =>
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

/** What became of these delegations' amendments since some time, the newest decision first. */
export async function listDecidedAmendments(
  db: Db,
  delegations: readonly DelegationId[],
  since: Date,
  limit: number,
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
    .limit(limit)
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
