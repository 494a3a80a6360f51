import type { Selectable } from 'kysely'
import { ulid } from 'ulid'
import type { CallTable, SubmissionTable } from '#db/tables/calls'
import type { RightsTable } from '#domain/permissions/kinds'
import {
  commentPositions,
  type CommentPosition,
  type Remark,
  type SubmittedRemark,
} from '#domain/comments/comments'
import type {
  CallId,
  CommentId,
  DelegationId,
  ExpertGroupId,
  ListId,
  ListItemId,
  MeetingId,
  ParticipantId,
  RecommendationId,
  SubmissionId,
  SubmissionVersionId,
} from '#domain/ids'
import type { SubmissionFacts } from '#domain/permissions/calls'
import { languages, type Language, type LocalizedText } from '#domain/languages'
import {
  callStatuses,
  submissionIs,
  submissionStatuses,
  type CallStatus,
  type SubmissionStatus,
} from '#domain/status'
import type { Db, Tx } from '../client'
import { localizedText, oneOf, rightsIn } from './stored'

export type Call = {
  id: CallId
  list: ListId
  group: ExpertGroupId
  meeting: MeetingId
  rights: RightsTable | undefined
  title: LocalizedText
  instructions: string
  status: CallStatus
  deadline: Date
}

export type Submission = {
  id: SubmissionId
  call: CallId
  group: ExpertGroupId
  meeting: MeetingId
  rights: RightsTable | undefined
  callStatus: CallStatus
  delegation: DelegationId
  status: SubmissionStatus
  language: Language
  generalRemarks: string
  late: boolean
  updatedAt: Date
  updatedBy: ParticipantId
  submittedAt: Date | undefined
}

/** A submission as it was sent in; it stays. */
export type SubmissionVersion = {
  id: SubmissionVersionId
  number: number
  language: Language
  generalRemarks: string
  generalLate: boolean
  submittedBy: ParticipantId
  submittedAt: Date
  comments: SubmittedRemark[]
}

export async function insertCall(
  tx: Tx,
  call: Omit<Call, 'group' | 'meeting' | 'rights'> & { createdBy: ParticipantId; at: Date },
): Promise<void> {
  await tx
    .insertInto('call')
    .values({
      id: call.id,
      list_id: call.list,
      title: JSON.stringify(call.title),
      instructions: call.instructions,
      status: call.status,
      deadline: call.deadline.toISOString(),
      created_by: call.createdBy,
      created_at: call.at.toISOString(),
    })
    .execute()
}

const withPlace = (db: Db) =>
  db
    .selectFrom('call')
    .innerJoin('list', 'list.id', 'call.list_id')
    .innerJoin('meeting', 'meeting.id', 'list.meeting_id')
    .innerJoin('workplan', 'workplan.id', 'meeting.workplan_id')
    .selectAll('call')
    .select(['list.meeting_id', 'meeting.rights', 'workplan.expert_group_id'])

export async function findCall(db: Db, id: string): Promise<Call | undefined> {
  const row = await withPlace(db).where('call.id', '=', id).executeTakeFirst()
  return row && toCall(row)
}

/** The calls on the lists of one meeting, the earliest deadline first; who may see which is for the caller. */
export async function listCalls(db: Db, meeting?: MeetingId): Promise<Call[]> {
  const rows = await withPlace(db)
    .$if(meeting !== undefined, (query) => query.where('list.meeting_id', '=', meeting ?? ''))
    .orderBy('call.deadline')
    .execute()
  return rows.map(toCall)
}

/** False when someone moved it first. */
export async function moveCall(tx: Tx, call: Pick<Call, 'id' | 'status'>, to: CallStatus): Promise<boolean> {
  const result = await tx
    .updateTable('call')
    .set({ status: to })
    .where('id', '=', call.id)
    .where('status', '=', call.status)
    .executeTakeFirstOrThrow()
  return result.numUpdatedRows === 1n
}

export async function findSubmission(
  db: Db,
  call: CallId,
  delegation: DelegationId,
): Promise<Submission | undefined> {
  return (await listSubmissions(db, call)).find((submission) => submission.delegation === delegation)
}

/** All submissions to a call, drafts included; who may see which is for the caller to decide. */
export async function listSubmissions(db: Db, call: CallId): Promise<Submission[]> {
  const rows = await db
    .selectFrom('submission')
    .innerJoin('call', 'call.id', 'submission.call_id')
    .innerJoin('list', 'list.id', 'call.list_id')
    .innerJoin('meeting', 'meeting.id', 'list.meeting_id')
    .innerJoin('workplan', 'workplan.id', 'meeting.workplan_id')
    .selectAll('submission')
    .select(['call.status as call_status', 'list.meeting_id', 'meeting.rights', 'workplan.expert_group_id'])
    .where('submission.call_id', '=', call)
    .orderBy('submission.id')
    .execute()
  return rows.map(toSubmission)
}

/** Writes what a delegation has written so far; a comment on an item keeps its identity. */
export async function saveSubmission(
  tx: Tx,
  submission: Omit<Submission, 'group' | 'meeting' | 'rights'>,
  remarks: readonly Remark[],
): Promise<void> {
  const values = {
    id: submission.id,
    call_id: submission.call,
    delegation_id: submission.delegation,
    status: submission.status,
    language: submission.language,
    general_remarks: submission.generalRemarks,
    late: submission.late ? (1 as const) : (0 as const),
    updated_by: submission.updatedBy,
    updated_at: submission.updatedAt.toISOString(),
    submitted_at: submission.submittedAt?.toISOString() ?? null,
    published_at: null,
  }
  await tx
    .insertInto('submission')
    .values(values)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute()
  const there = await tx
    .selectFrom('comment')
    .select(['id', 'list_item_id'])
    .where('submission_id', '=', submission.id)
    .execute()
  for (const { id, list_item_id } of there)
    if (!remarks.some(({ item }) => item === list_item_id))
      await tx.deleteFrom('comment').where('id', '=', id).execute()
  for (const { item, position = '', body } of remarks) {
    const known = there.find((candidate) => candidate.list_item_id === item)
    if (known) await tx.updateTable('comment').set({ position, body }).where('id', '=', known.id).execute()
    else
      await tx
        .insertInto('comment')
        .values({ id: ulid(), submission_id: submission.id, list_item_id: item, position, body })
        .execute()
  }
}

/** Keeps what a submission says now as a version of it. @param version `late`: the items that are late. */
export async function insertSubmissionVersion(
  tx: Tx,
  version: Omit<SubmissionVersion, 'comments'> & { submission: SubmissionId; late: ReadonlySet<ListItemId> },
): Promise<void> {
  await tx
    .insertInto('submission_version')
    .values({
      id: version.id,
      submission_id: version.submission,
      number: version.number,
      language: version.language,
      general_remarks: version.generalRemarks,
      general_late: version.generalLate ? 1 : 0,
      submitted_by: version.submittedBy,
      submitted_at: version.submittedAt.toISOString(),
    })
    .execute()
  const comments = await tx
    .selectFrom('comment')
    .selectAll()
    .where('submission_id', '=', version.submission)
    .execute()
  for (const comment of comments)
    await tx
      .insertInto('submission_comment')
      .values({
        version_id: version.id,
        comment_id: comment.id,
        list_item_id: comment.list_item_id,
        position: comment.position,
        body: comment.body,
        late: version.late.has(comment.list_item_id as ListItemId) ? 1 : 0,
      })
      .execute()
}

/** What was sent in, the first version first. */
export async function listSubmissionVersions(db: Db, submission: SubmissionId): Promise<SubmissionVersion[]> {
  const versions = await db
    .selectFrom('submission_version')
    .selectAll()
    .where('submission_id', '=', submission)
    .orderBy('number')
    .execute()
  if (versions.length === 0) return []
  const comments = await db
    .selectFrom('submission_comment')
    .innerJoin('list_item', 'list_item.id', 'submission_comment.list_item_id')
    .selectAll('submission_comment')
    .where(
      'submission_comment.version_id',
      'in',
      versions.map(({ id }) => id),
    )
    .orderBy('list_item.position')
    .execute()
  return versions.map((row) => ({
    id: row.id as SubmissionVersionId,
    number: row.number,
    language: oneOf(languages, row.language),
    generalRemarks: row.general_remarks,
    generalLate: row.general_late === 1,
    submittedBy: row.submitted_by as ParticipantId,
    submittedAt: new Date(row.submitted_at),
    comments: comments
      .filter((comment) => comment.version_id === row.id)
      .map((comment) => ({
        id: comment.comment_id as CommentId,
        item: comment.list_item_id as ListItemId,
        position: oneOf(commentPositions, comment.position),
        body: comment.body,
        late: comment.late === 1,
      })),
  }))
}

/** Publishes what was submitted to a call. @returns how many submissions that were. */
export async function publishSubmissions(tx: Tx, call: CallId, at: Date): Promise<number> {
  const result = await tx
    .updateTable('submission')
    .set({ status: 'published', published_at: at.toISOString() })
    .where('call_id', '=', call)
    .where('status', 'in', submissionIs.submitted.statuses)
    .executeTakeFirstOrThrow()
  return Number(result.numUpdatedRows)
}

/** What a delegation has written so far, submitted or not. */
export async function listComments(db: Db, submission: SubmissionId): Promise<Remark[]> {
  const rows = await db
    .selectFrom('comment')
    .selectAll()
    .where('submission_id', '=', submission)
    .orderBy('list_item_id')
    .execute()
  return rows.map((row) => ({
    item: row.list_item_id as ListItemId,
    position: row.position === '' ? undefined : oneOf(commentPositions, row.position),
    body: row.body,
  }))
}

export type CommentOnItem = {
  recommendation: RecommendationId
  delegation: DelegationId
  position: CommentPosition
  body: string
  language: Language
  submission: SubmissionFacts
}

/**
 * The written comments on some recommendations, in whatever list, as they were submitted last; who may see which is for
 * the caller.
 */
export async function listCommentsOn(
  db: Db,
  recommendations: readonly RecommendationId[],
): Promise<CommentOnItem[]> {
  if (recommendations.length === 0) return []
  const rows = await db
    .selectFrom('submission_comment as comment')
    .innerJoin('submission_version as version', 'version.id', 'comment.version_id')
    .innerJoin('submission', 'submission.id', 'version.submission_id')
    .innerJoin('call', 'call.id', 'submission.call_id')
    .innerJoin('list_item', 'list_item.id', 'comment.list_item_id')
    .innerJoin('list', 'list.id', 'list_item.list_id')
    .innerJoin('meeting', 'meeting.id', 'list.meeting_id')
    .innerJoin('workplan', 'workplan.id', 'meeting.workplan_id')
    .select([
      'list.meeting_id',
      'workplan.expert_group_id',
      'list_item.recommendation_id',
      'submission.delegation_id',
      'submission.status',
      'version.language',
      'call.status as call_status',
      'meeting.rights',
      'comment.position',
      'comment.body',
    ])
    .where('list_item.recommendation_id', 'in', recommendations)
    .where((eb) =>
      eb(
        'version.number',
        '=',
        eb
          .selectFrom('submission_version as later')
          .select(({ fn }) => fn.max('later.number').as('number'))
          .whereRef('later.submission_id', '=', 'submission.id'),
      ),
    )
    .orderBy('submission.id')
    .execute()
  return rows.map((row) => {
    const delegation = row.delegation_id as DelegationId
    return {
      recommendation: row.recommendation_id as RecommendationId,
      delegation,
      position: oneOf(commentPositions, row.position),
      body: row.body,
      language: oneOf(languages, row.language),
      submission: {
        ...placeOf(row),
        status: oneOf(submissionStatuses, row.status),
        delegation,
        callStatus: oneOf(callStatuses, row.call_status),
      },
    }
  })
}

type PlaceRow = { expert_group_id: string; meeting_id: string; rights: string | null }

const placeOf = (row: PlaceRow) => ({
  group: row.expert_group_id as ExpertGroupId,
  meeting: row.meeting_id as MeetingId,
  rights: rightsIn(row.rights),
})

const toCall = (row: Selectable<CallTable> & PlaceRow): Call => ({
  id: row.id as CallId,
  list: row.list_id as ListId,
  ...placeOf(row),
  title: localizedText(row.title),
  instructions: row.instructions,
  status: oneOf(callStatuses, row.status),
  deadline: new Date(row.deadline),
})

const toSubmission = (row: Selectable<SubmissionTable> & PlaceRow & { call_status: string }): Submission => ({
  ...placeOf(row),
  id: row.id as SubmissionId,
  call: row.call_id as CallId,
  callStatus: oneOf(callStatuses, row.call_status),
  delegation: row.delegation_id as DelegationId,
  status: oneOf(submissionStatuses, row.status),
  language: oneOf(languages, row.language),
  generalRemarks: row.general_remarks,
  late: row.late === 1,
  updatedAt: new Date(row.updated_at),
  updatedBy: row.updated_by as ParticipantId,
  submittedAt: row.submitted_at === null ? undefined : new Date(row.submitted_at),
})
