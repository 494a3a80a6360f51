import type { Selectable } from 'kysely'
import { ulid } from 'ulid'
import type { MeetingTable } from '#db/tables/meetings'
import type { ExpertGroupId, MeetingId, TopicId, WorkplanId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import type { MeetingPlan } from '#domain/meetings/meeting-plan'
import type { RightsTable } from '#domain/permissions/kinds'
import { meetingStatuses, type MeetingStatus } from '#domain/status'
import { capabilitiesOf, type Db, type Tx } from '../client'
import { localizedText, oneOf, rightsIn } from './stored'

export type Meeting = {
  id: MeetingId
  /** The same: a meeting is the place of what belongs to it. */
  meeting: MeetingId
  group: ExpertGroupId
  workplan: WorkplanId
  position: number
  kind: 'thematic' | 'evaluation'
  title: LocalizedText
  status: MeetingStatus
  startsOn: string
  endsOn: string
  place: LocalizedText
  timeZone: string
  firstParagraph: number
  /** Of its documents; may be empty. */
  symbol: string
  /** Undefined where the usual rights hold. */
  rights: RightsTable | undefined
}

export type Topic = { id: TopicId; meeting: MeetingId; position: number; title: LocalizedText }
export type Postponement = { old: [string, string]; new: [string, string]; reason: LocalizedText }

const withGroup = (db: Db) =>
  db
    .selectFrom('meeting')
    .innerJoin('workplan', 'workplan.id', 'meeting.workplan_id')
    .selectAll('meeting')
    .select('workplan.expert_group_id')

export async function findMeeting(db: Db, id: string): Promise<Meeting | undefined> {
  const row = await withGroup(db).where('meeting.id', '=', id).executeTakeFirst()
  return row && toMeeting(row)
}

/** Lets one transaction at a time decide upon what a meeting has, until it ends. */
export async function lockMeeting(tx: Tx, id: MeetingId): Promise<void> {
  // SQLite has one writer at a time anyway.
  if (!capabilitiesOf(tx).concurrentWriters) return
  await tx.selectFrom('meeting').select('id').where('id', '=', id).forUpdate().execute()
}

/** The group in whose workplan a meeting is. */
export async function findGroupOfMeeting(db: Db, meeting: string): Promise<ExpertGroupId | undefined> {
  const row = await db
    .selectFrom('meeting')
    .innerJoin('workplan', 'workplan.id', 'meeting.workplan_id')
    .select('workplan.expert_group_id')
    .where('meeting.id', '=', meeting)
    .executeTakeFirst()
  return row && (row.expert_group_id as ExpertGroupId)
}

export async function listMeetings(db: Db, workplan: WorkplanId): Promise<Meeting[]> {
  const rows = await withGroup(db)
    .where('meeting.workplan_id', '=', workplan)
    .orderBy('meeting.position')
    .execute()
  return rows.map(toMeeting)
}

export async function listTopics(db: Db, meeting: MeetingId): Promise<Topic[]> {
  const rows = await db
    .selectFrom('topic')
    .selectAll()
    .where('meeting_id', '=', meeting)
    .orderBy('position')
    .execute()
  return rows.map((row) => ({
    id: row.id as TopicId,
    meeting: row.meeting_id as MeetingId,
    position: row.position,
    title: localizedText(row.title),
  }))
}

export async function listPostponements(db: Db, meeting: MeetingId): Promise<Postponement[]> {
  const rows = await db
    .selectFrom('postponement')
    .selectAll()
    .where('meeting_id', '=', meeting)
    .orderBy('at')
    .execute()
  return rows.map((row) => ({
    old: [row.old_starts_on, row.old_ends_on],
    new: [row.new_starts_on, row.new_ends_on],
    reason: localizedText(row.reason),
  }))
}

export async function insertMeeting(
  tx: Tx,
  meeting: Omit<Meeting, 'meeting' | 'group' | 'rights' | 'symbol'> & { symbol?: string },
): Promise<void> {
  await tx
    .insertInto('meeting')
    .values({
      id: meeting.id,
      workplan_id: meeting.workplan,
      position: meeting.position,
      kind: meeting.kind,
      title: JSON.stringify(meeting.title),
      status: meeting.status,
      starts_on: meeting.startsOn,
      ends_on: meeting.endsOn,
      place: JSON.stringify(meeting.place),
      time_zone: meeting.timeZone,
      first_paragraph: meeting.firstParagraph,
      symbol: meeting.symbol ?? '',
    })
    .execute()
}

export async function insertTopic(tx: Tx, { id, meeting, position, title }: Topic): Promise<void> {
  await tx
    .insertInto('topic')
    .values({ id, meeting_id: meeting, position, title: JSON.stringify(title) })
    .execute()
}

/** How many items each topic of a meeting has, whatever their status. */
export async function countItemsByTopic(db: Db, meeting: MeetingId): Promise<Map<TopicId, number>> {
  const rows = await db
    .selectFrom('recommendation')
    .select((eb) => ['topic_id', eb.fn.countAll().as('count')])
    .where('meeting_id', '=', meeting)
    .where('topic_id', 'is not', null)
    .groupBy('topic_id')
    .execute()
  return new Map(rows.map((row) => [row.topic_id as TopicId, Number(row.count)]))
}

export async function updateTopic(tx: Tx, topic: Pick<Topic, 'id' | 'position' | 'title'>): Promise<void> {
  await tx
    .updateTable('topic')
    .set({ position: topic.position, title: JSON.stringify(topic.title) })
    .where('id', '=', topic.id)
    .execute()
}

/** Removes a topic that nothing refers to. */
export async function deleteTopic(tx: Tx, id: TopicId): Promise<void> {
  await tx.updateTable('room').set({ topic_id: null }).where('topic_id', '=', id).execute()
  await tx.updateTable('import_file').set({ topic_id: null }).where('topic_id', '=', id).execute()
  await tx.deleteFrom('topic').where('id', '=', id).execute()
}

export async function updateMeeting(tx: Tx, id: MeetingId, plan: MeetingPlan): Promise<void> {
  await tx
    .updateTable('meeting')
    .set({
      kind: plan.kind,
      title: JSON.stringify(plan.title),
      place: JSON.stringify(plan.place),
      time_zone: plan.timeZone,
      symbol: plan.symbol,
      first_paragraph: plan.firstParagraph,
    })
    .where('id', '=', id)
    .execute()
}

/** False when someone moved it first. */
export async function moveMeeting(
  tx: Tx,
  meeting: Pick<Meeting, 'id' | 'status'>,
  to: MeetingStatus,
): Promise<boolean> {
  const result = await tx
    .updateTable('meeting')
    .set({ status: to })
    .where('id', '=', meeting.id)
    .where('status', '=', meeting.status)
    .executeTakeFirstOrThrow()
  return result.numUpdatedRows === 1n
}

/** Gives a meeting its own table of what each kind of delegation may do, or the usual one again. */
export async function setMeetingRights(
  tx: Tx,
  meeting: MeetingId,
  rights: RightsTable | undefined,
): Promise<void> {
  await tx
    .updateTable('meeting')
    .set({ rights: rights === undefined ? null : JSON.stringify(rights) })
    .where('id', '=', meeting)
    .execute()
}

/** Gives a meeting other dates and keeps the old ones. False when someone gave it others first. */
export async function postponeMeeting(
  tx: Tx,
  meeting: Pick<Meeting, 'id' | 'startsOn' | 'endsOn'>,
  to: { startsOn: string; endsOn: string; reason: LocalizedText; at: Date },
): Promise<boolean> {
  const moved = await tx
    .updateTable('meeting')
    .set({ starts_on: to.startsOn, ends_on: to.endsOn })
    .where('id', '=', meeting.id)
    .where('starts_on', '=', meeting.startsOn)
    .where('ends_on', '=', meeting.endsOn)
    .executeTakeFirstOrThrow()
  if (moved.numUpdatedRows !== 1n) return false
  await tx
    .insertInto('postponement')
    .values({
      id: ulid(),
      meeting_id: meeting.id,
      old_starts_on: meeting.startsOn,
      old_ends_on: meeting.endsOn,
      new_starts_on: to.startsOn,
      new_ends_on: to.endsOn,
      reason: JSON.stringify(to.reason),
      at: to.at.toISOString(),
    })
    .execute()
  return true
}

function toMeeting(row: Selectable<MeetingTable> & { expert_group_id: string }): Meeting {
  return {
    id: row.id as MeetingId,
    meeting: row.id as MeetingId,
    group: row.expert_group_id as ExpertGroupId,
    workplan: row.workplan_id as WorkplanId,
    position: row.position,
    kind: row.kind === 'evaluation' ? 'evaluation' : 'thematic',
    title: localizedText(row.title),
    status: oneOf(meetingStatuses, row.status),
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    place: localizedText(row.place),
    timeZone: row.time_zone,
    firstParagraph: row.first_paragraph,
    symbol: row.symbol,
    rights: rightsIn(row.rights),
  }
}
