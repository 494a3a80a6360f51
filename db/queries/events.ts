import { sql, type Selectable } from 'kysely'
import type { AuditEventTable } from '#db/tables/audit-events'
import {
  isEventType,
  isSettingUp,
  parseDetail,
  subjectKind,
  type EventType,
  type NewEvent,
  type RecordedEvent,
  settingUpTypes,
  type SettingUpEvent,
} from '#domain/events/events'
import { canonicalJson, sha256 } from '#domain/hash'
import type { DelegationId, ExpertGroupId, MeetingId, ParticipantId } from '#domain/ids'
import { isSignedIn, membershipIn, type Actor } from '#domain/people/participants'
import { createIds } from '../many-ids'
import { capabilitiesOf, type Db, type Tx } from '../client'
import { notifyProcesses } from '../notifications'
import { findGroupOfMeeting } from './meetings'
import { rowsAtOnce } from './recommendations'

/** The hash that the first event of a chain follows. */
const genesis = '0'.repeat(64)

/** Appends one event to the chain, in the caller's transaction: it is kept or undone with the change. */
export const recordEvent = (tx: Tx, event: NewEvent): Promise<void> => recordEvents(tx, [event])

const recorded = new WeakMap<Tx, number>()

/** How many events were recorded in a transaction so far. */
export const countRecordedEvents = (tx: Tx): number => recorded.get(tx) ?? 0

/** Appends several events, in their order. */
export async function recordEvents(tx: Tx, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return
  recorded.set(tx, countRecordedEvents(tx) + events.length)
  if (capabilitiesOf(tx).concurrentWriters) {
    // One writer at a time, until its transaction ends: the chain has one end.
    await sql`select pg_advisory_xact_lock(7213001)`.execute(tx)
  }
  const last = await tx
    .selectFrom('audit_event')
    .select(['sequence', 'hash'])
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()
  const placed = await withGroups(tx, events)
  let previous = last?.hash ?? genesis
  const newId = createIds(events[0]?.at)
  const rows = placed.map(({ event, group }, index) => {
    const row = {
      ...toRow(event, group, newId),
      sequence: (last?.sequence ?? 0) + 1 + index,
      previous_hash: previous,
    }
    const hash = sha256(canonicalJson(row))
    previous = hash
    return { ...row, hash }
  })
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    await tx
      .insertInto('audit_event')
      .values(rows.slice(start, start + rowsAtOnce))
      .execute()
  }
  await notifyProcesses(tx, { changed: true })
}

/** Each event with its group: an event of a meeting belongs to the meeting's. */
async function withGroups(tx: Tx, events: readonly NewEvent[]) {
  const groups = new Map<MeetingId, ExpertGroupId | undefined>()
  for (const { meeting } of events) {
    if (meeting && !groups.has(meeting)) groups.set(meeting, await findGroupOfMeeting(tx, meeting))
  }
  return events.map((event) => ({ event, group: event.meeting ? groups.get(event.meeting) : event.group }))
}

function toRow(event: NewEvent, group: ExpertGroupId | undefined, newId: () => string) {
  const { meeting } = event
  const actor = isSignedIn(event.actor) ? event.actor : undefined
  const membership = group && membershipIn(event.actor, { group, meeting })
  return {
    id: newId(),
    type: event.type,
    expert_group_id: group ?? null,
    meeting_id: meeting ?? null,
    subject_kind: subjectKind(event.type),
    subject_id: event.subject,
    actor_id: actor?.participant ?? null,
    actor_role: membership?.role ?? roleOutsideGroups(event.actor),
    delegation_id: membership?.delegation ?? null,
    reason: event.reason ?? null,
    detail: canonicalJson(event.detail ?? {}),
    at: event.at.toISOString(),
  }
}

const roleOutsideGroups = (actor: Actor) => {
  if (actor.kind === 'operator') return 'operator'
  return isSignedIn(actor) && actor.isAdministrator ? 'administrator' : null
}

/** The events about one subject, oldest first. */
export async function listEvents(db: Db, subject: string): Promise<RecordedEvent[]> {
  const rows = await db
    .selectFrom('audit_event')
    .selectAll()
    .where('subject_id', '=', subject)
    .orderBy('sequence')
    .execute()
  return rows.flatMap(toEvent)
}

/** The events of some types in one meeting, oldest first. */
export async function listMeetingEvents(
  db: Db,
  meeting: MeetingId,
  types: readonly EventType[],
): Promise<RecordedEvent[]> {
  const rows = await db
    .selectFrom('audit_event')
    .selectAll()
    .where('meeting_id', '=', meeting)
    .where('type', 'in', types)
    .orderBy('sequence')
    .execute()
  return rows.flatMap(toEvent)
}

/** What was set up in a group, the newest first. */
export async function listGroupEvents(
  db: Db,
  group: ExpertGroupId,
  { before, limit }: { before: number | undefined; limit: number },
): Promise<SettingUpEvent[]> {
  let query = db
    .selectFrom('audit_event')
    .selectAll()
    .where('expert_group_id', '=', group)
    .where('type', 'in', settingUpTypes)
    .orderBy('sequence', 'desc')
    .limit(limit)
  if (before !== undefined) query = query.where('sequence', '<', before)
  return (await query.execute()).flatMap(toEvent).filter(isSettingUp)
}

/** The events after a sequence number, oldest first: what a process that follows the log has not seen. */
export async function listEventsAfter(db: Db, sequence: number, limit = 1000): Promise<RecordedEvent[]> {
  const rows = await db
    .selectFrom('audit_event')
    .selectAll()
    .where('sequence', '>', sequence)
    .orderBy('sequence')
    .limit(limit)
    .execute()
  return rows.flatMap(toEvent)
}

/** Some events by their numbers, oldest first. */
export async function listEventsBySequence(db: Db, sequences: readonly number[]): Promise<RecordedEvent[]> {
  if (sequences.length === 0) return []
  const rows = await db
    .selectFrom('audit_event')
    .selectAll()
    .where('sequence', 'in', sequences)
    .orderBy('sequence')
    .execute()
  return rows.flatMap(toEvent)
}

/** The sequence number of the newest event; 0 before the first. */
export async function lastEventSequence(db: Db): Promise<number> {
  const row = await db
    .selectFrom('audit_event')
    .select((eb) => eb.fn.max('sequence').as('last'))
    .executeTakeFirst()
  return Number(row?.last ?? 0)
}

/** An event whose hash, number or link is wrong. It is not read further: its content cannot be trusted. */
export type BrokenEvent = { sequence: number; type: string; subject: string; at: string }

/** The first broken event, if any. Computes the chain again from its beginning. */
export async function findBrokenEvent(db: Db): Promise<BrokenEvent | undefined> {
  let previous = genesis
  let sequence = 0
  for (;;) {
    const rows = await db
      .selectFrom('audit_event')
      .selectAll()
      .where('sequence', '>', sequence)
      .orderBy('sequence')
      .limit(1000)
      .execute()
    for (const row of rows) {
      const { hash, ...hashed } = row
      const intact =
        row.sequence === sequence + 1 &&
        row.previous_hash === previous &&
        sha256(canonicalJson(hashed)) === hash
      if (!intact) {
        const { type, subject_id: subject, at } = row
        return { sequence: row.sequence, type, subject, at }
      }
      previous = hash
      sequence = row.sequence
    }
    if (rows.length === 0) return undefined
  }
}

/** A stored event; nothing for a type that only a newer version knows. */
export function toEvent(row: Selectable<AuditEventTable>): RecordedEvent[] {
  if (!isEventType(row.type)) return []
  const event = {
    type: row.type,
    sequence: row.sequence,
    id: row.id,
    group: (row.expert_group_id ?? undefined) as ExpertGroupId | undefined,
    meeting: (row.meeting_id ?? undefined) as MeetingId | undefined,
    subject: row.subject_id,
    actor: (row.actor_id ?? undefined) as ParticipantId | undefined,
    actorRole: row.actor_role ?? undefined,
    delegation: (row.delegation_id ?? undefined) as DelegationId | undefined,
    reason: row.reason ?? undefined,
    detail: parseDetail(row.type, JSON.parse(row.detail)),
    at: new Date(row.at),
    hash: row.hash,
  }
  return [event as RecordedEvent]
}
