import type { Selectable } from 'kysely'
import type { WorkplanTable } from '#db/tables/workplans'
import type { CallId, ExpertGroupId, ListId, MeetingId, TopicId, WorkplanId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import type { GroupOverview, WorkplanOverview, WorkplanSummary } from '#domain/meetings/workplans'
import { callIs, callStatuses, meetingIs, meetingStatuses, recommendationIs } from '#domain/status'
import type { Db, Tx } from '../client'
import { listCommissionActionsOf } from './commission-actions'
import { localizedText, oneOf } from './stored'

/** The identifiers of all workplans, the newest first. */
export async function listWorkplans(
  db: Db,
): Promise<{ id: WorkplanId; title: LocalizedText; years: [number, number] }[]> {
  const rows = await db.selectFrom('workplan').selectAll().orderBy('to_year', 'desc').orderBy('id').execute()
  return rows.map((row) => ({
    id: row.id as WorkplanId,
    title: localizedText(row.title),
    years: [row.from_year, row.to_year],
  }))
}

/** A workplan with its meetings in order and what each of them holds; seven queries, however many meetings. */
export async function findWorkplanOverview(db: Db, id: string): Promise<WorkplanOverview | undefined> {
  const plan = await db
    .selectFrom('workplan')
    .innerJoin('expert_group', 'expert_group.id', 'workplan.expert_group_id')
    .selectAll('workplan')
    .select(['expert_group.name', 'expert_group.parent_body', 'expert_group.established_by'])
    .where('workplan.id', '=', id)
    .executeTakeFirst()
  if (!plan) return undefined
  const meetings = await db
    .selectFrom('meeting')
    .selectAll()
    .where('workplan_id', '=', id)
    .orderBy('position')
    .execute()
  const ids = ['', ...meetings.map((meeting) => meeting.id)]
  const [topics, postponements, lists, counts, calls, actions] = await Promise.all([
    db.selectFrom('topic').selectAll().where('meeting_id', 'in', ids).orderBy('position').execute(),
    db.selectFrom('postponement').selectAll().where('meeting_id', 'in', ids).orderBy('at').execute(),
    db
      .selectFrom('list')
      .select(['id', 'meeting_id', 'kind', 'title'])
      .where('meeting_id', 'in', ids)
      .orderBy('issued_at')
      .execute(),
    db
      .selectFrom('recommendation')
      .select((eb) => ['meeting_id', eb.fn.countAll().as('items')])
      .where('meeting_id', 'in', ids)
      .where('status', 'in', recommendationIs.active.statuses)
      .groupBy('meeting_id')
      .execute(),
    db
      .selectFrom('call')
      .innerJoin('list', 'list.id', 'call.list_id')
      .select(['call.id', 'call.title', 'call.status', 'call.deadline', 'list.meeting_id'])
      .where('list.meeting_id', 'in', ids)
      .where('call.status', 'in', callIs.announced.statuses)
      .orderBy('call.deadline')
      .execute(),
    listCommissionActionsOf(db, plan.id as WorkplanId),
  ])
  return {
    id: plan.id as WorkplanId,
    title: localizedText(plan.title),
    years: [plan.from_year, plan.to_year],
    expertGroup: {
      id: plan.expert_group_id as ExpertGroupId,
      name: localizedText(plan.name),
      parentBody: localizedText(plan.parent_body),
      establishedBy: plan.established_by,
    },
    meetings: meetings.map((meeting) => {
      const own = <Row extends { meeting_id: string }>(rows: Row[]) =>
        rows.filter((row) => row.meeting_id === meeting.id)
      return {
        id: meeting.id as MeetingId,
        kind: meeting.kind === 'evaluation' ? 'evaluation' : 'thematic',
        title: localizedText(meeting.title),
        status: oneOf(meetingStatuses, meeting.status),
        startsOn: meeting.starts_on,
        endsOn: meeting.ends_on,
        place: localizedText(meeting.place),
        timeZone: meeting.time_zone,
        topics: own(topics).map((topic) => ({ id: topic.id as TopicId, title: localizedText(topic.title) })),
        postponements: own(postponements).map((row) => ({
          old: [row.old_starts_on, row.old_ends_on],
          new: [row.new_starts_on, row.new_ends_on],
          reason: localizedText(row.reason),
        })),
        lists: own(lists).map((list) => ({
          id: list.id as ListId,
          kind: list.kind,
          title: localizedText(list.title),
          actions: actions.filter((action) => action.list === list.id),
        })),
        items: Number(own(counts)[0]?.items ?? 0),
        calls: own(calls).map((call) => ({
          id: call.id as CallId,
          title: localizedText(call.title),
          status: oneOf(callStatuses, call.status),
          deadline: new Date(call.deadline),
        })),
      }
    }),
  }
}

/** The name of the expert group to whose workplan this is. */
export async function getExpertGroupName(db: Db, workplan: WorkplanId): Promise<LocalizedText> {
  const row = await db
    .selectFrom('workplan')
    .innerJoin('expert_group', 'expert_group.id', 'workplan.expert_group_id')
    .select('expert_group.name')
    .where('workplan.id', '=', workplan)
    .executeTakeFirstOrThrow()
  return localizedText(row.name)
}

export type Workplan = {
  id: WorkplanId
  group: ExpertGroupId
  title: LocalizedText
  fromYear: number
  toYear: number
}

export async function findWorkplan(db: Db, id: string): Promise<Workplan | undefined> {
  const row = await db.selectFrom('workplan').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toWorkplan(row)
}

/** The workplans of a group, the newest first. */
export async function listGroupWorkplans(db: Db, group: ExpertGroupId): Promise<Workplan[]> {
  const rows = await db
    .selectFrom('workplan')
    .selectAll()
    .where('expert_group_id', '=', group)
    .orderBy('to_year', 'desc')
    .orderBy('id')
    .execute()
  return rows.map(toWorkplan)
}

const toWorkplan = (row: Selectable<WorkplanTable>): Workplan => ({
  id: row.id as WorkplanId,
  group: row.expert_group_id as ExpertGroupId,
  title: localizedText(row.title),
  fromYear: row.from_year,
  toYear: row.to_year,
})

export async function updateWorkplan(
  tx: Tx,
  { id, title, fromYear, toYear }: Omit<Workplan, 'group'>,
): Promise<void> {
  await tx
    .updateTable('workplan')
    .set({ title: JSON.stringify(title), from_year: fromYear, to_year: toYear })
    .where('id', '=', id)
    .execute()
}

/** Whether the group has a workplan for these years that is called so in any language. */
export async function hasWorkplan(
  db: Db,
  { group, title, ...years }: Omit<Workplan, 'id'>,
): Promise<boolean> {
  const rows = await db
    .selectFrom('workplan')
    .select('title')
    .where('expert_group_id', '=', group)
    .where('from_year', '=', years.fromYear)
    .where('to_year', '=', years.toYear)
    .execute()
  const titles = rows.flatMap((row) => Object.values(localizedText(row.title)))
  return Object.values(title).some((value) => titles.includes(value))
}

export async function insertWorkplan(tx: Tx, workplan: Workplan): Promise<void> {
  await tx
    .insertInto('workplan')
    .values({
      id: workplan.id,
      expert_group_id: workplan.group,
      title: JSON.stringify(workplan.title),
      from_year: workplan.fromYear,
      to_year: workplan.toYear,
    })
    .execute()
}

/** All expert groups with their workplans: those with an open meeting first, then the newest. */
export async function listGroupOverviews(db: Db): Promise<GroupOverview[]> {
  const [groups, workplans, meetings, calls] = await Promise.all([
    db.selectFrom('expert_group').selectAll().orderBy('abbreviation').orderBy('id').execute(),
    db.selectFrom('workplan').selectAll().orderBy('to_year', 'desc').orderBy('id').execute(),
    db
      .selectFrom('meeting')
      .select(['id', 'workplan_id', 'title', 'status', 'starts_on', 'ends_on'])
      .orderBy('position')
      .execute(),
    db
      .selectFrom('call')
      .innerJoin('list', 'list.id', 'call.list_id')
      .innerJoin('meeting', 'meeting.id', 'list.meeting_id')
      .select(['meeting.workplan_id', 'call.id', 'call.title', 'call.deadline', 'meeting.time_zone'])
      .where('call.status', 'in', callIs.open.statuses)
      .orderBy('call.deadline')
      .execute(),
  ])
  const overviews = groups.map((group) => ({
    id: group.id as ExpertGroupId,
    name: localizedText(group.name),
    establishedBy: group.established_by,
    workplans: workplans
      .filter((workplan) => workplan.expert_group_id === group.id)
      .map((workplan): WorkplanSummary => {
        const own = meetings
          .filter((meeting) => meeting.workplan_id === workplan.id)
          .map((meeting) => ({
            id: meeting.id as MeetingId,
            title: localizedText(meeting.title),
            status: oneOf(meetingStatuses, meeting.status),
            startsOn: meeting.starts_on,
            endsOn: meeting.ends_on,
          }))
        return {
          id: workplan.id as WorkplanId,
          title: localizedText(workplan.title),
          years: [workplan.from_year, workplan.to_year],
          meetings: own.length,
          open: own.filter((meeting) => meetingIs.inSession(meeting.status)),
          next: own.find((meeting) => meetingIs.planned(meeting.status)),
          calls: calls
            .filter((call) => call.workplan_id === workplan.id)
            .map((call) => ({
              id: call.id as CallId,
              title: localizedText(call.title),
              deadline: new Date(call.deadline),
              timeZone: call.time_zone,
            })),
        }
      })
      .toSorted((a, b) => openness(b) - openness(a)),
  }))
  const mostOpen = ({ workplans: own }: GroupOverview) => Math.max(-1, ...own.map(openness))
  return overviews.toSorted((a, b) => mostOpen(b) - mostOpen(a))
}

/** An open meeting comes before an open call, and both before the rest. */
const openness = ({ open, calls }: WorkplanSummary) => (open.length > 0 ? 2 : calls.length > 0 ? 1 : 0)
