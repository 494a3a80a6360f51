import { sql, type Selectable } from 'kysely'
import { ulid } from 'ulid'
import type { AuditEventTable } from '#db/tables/audit-events'
import { canonicalJson, sha256 } from '#domain/hash'
import type { DelegationId, ExpertGroupId, MeetingId, ParticipantId } from '#domain/ids'
import { isSignedIn, membershipIn, type Actor } from '#domain/people/participants'
import { capabilitiesOf, type Db, type Tx } from '../client'
import { notifyProcesses } from '../notifications'
import { findGroupOfMeeting } from './meetings'

export const auditSubjects = [
  'group',
  'workplan',
  'meeting',
  'recommendation',
  'amendment',
  'list',
  'call',
  'submission',
  'vocabulary',
  'delegation',
  'participant',
  'membership',
  'session',
  'import',
] as const
export type AuditSubject = (typeof auditSubjects)[number]

export type NewAuditEvent = {
  /** Subject and past tense: `recommendation.tabled`. */
  type: string
  subject: { kind: AuditSubject; id: string }
  /** The group whose members may learn of it; an event of a meeting belongs to the meeting's. */
  group?: ExpertGroupId
  meeting?: MeetingId
  actor: Actor
  reason?: string
  detail?: Record<string, unknown>
  at: Date
}

export type AuditEvent = {
  sequence: number
  id: string
  type: string
  group: ExpertGroupId | undefined
  meeting: MeetingId | undefined
  subjectKind: string
  subject: string
  actor: ParticipantId | undefined
  actorRole: string | undefined
  delegation: DelegationId | undefined
  reason: string | undefined
  detail: Record<string, unknown>
  at: Date
  previousHash: string
  hash: string
}

/** The hash that the first event of a chain follows. */
const genesis = '0'.repeat(64)

/**
 * Writes one event at the end of the chain, in the caller's transaction: it stands or falls with the change.
 * @returns the event's sequence number.
 */
export async function appendAuditEvent(tx: Tx, event: NewAuditEvent): Promise<number> {
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
  const group = event.group ?? (event.meeting && (await findGroupOfMeeting(tx, event.meeting)))
  const actor = isSignedIn(event.actor) ? event.actor : undefined
  const membership = group && membershipIn(event.actor, { group, meeting: event.meeting })
  const row = {
    sequence: (last?.sequence ?? 0) + 1,
    id: ulid(event.at.getTime()),
    type: event.type,
    expert_group_id: group ?? null,
    meeting_id: event.meeting ?? null,
    subject_kind: event.subject.kind,
    subject_id: event.subject.id,
    actor_id: actor?.participant ?? null,
    actor_role: membership?.role ?? roleOutsideGroups(event.actor),
    delegation_id: membership?.delegation ?? null,
    reason: event.reason ?? null,
    detail: canonicalJson(event.detail ?? {}),
    at: event.at.toISOString(),
    previous_hash: last?.hash ?? genesis,
  }
  await tx
    .insertInto('audit_event')
    .values({ ...row, hash: sha256(canonicalJson(row)) })
    .execute()
  await notifyProcesses(tx, { changed: true })
  return row.sequence
}

const roleOutsideGroups = (actor: Actor) => {
  if (actor.kind === 'operator') return 'operator'
  return isSignedIn(actor) && actor.isAdministrator ? 'administrator' : null
}

/** The events about one subject, oldest first. */
export async function listAuditEvents(db: Db, subject: string): Promise<AuditEvent[]> {
  const rows = await db
    .selectFrom('audit_event')
    .selectAll()
    .where('subject_id', '=', subject)
    .orderBy('sequence')
    .execute()
  return rows.map(toAuditEvent)
}

/** The events of some types in one meeting, oldest first. */
export async function listMeetingEvents(
  db: Db,
  meeting: MeetingId,
  types: readonly string[],
): Promise<AuditEvent[]> {
  const rows = await db
    .selectFrom('audit_event')
    .selectAll()
    .where('meeting_id', '=', meeting)
    .where('type', 'in', types)
    .orderBy('sequence')
    .execute()
  return rows.map(toAuditEvent)
}

/** The events after a sequence number, oldest first: what a process that follows the log has not seen. */
export async function listAuditEventsAfter(db: Db, sequence: number, limit = 1000): Promise<AuditEvent[]> {
  const rows = await db
    .selectFrom('audit_event')
    .selectAll()
    .where('sequence', '>', sequence)
    .orderBy('sequence')
    .limit(limit)
    .execute()
  return rows.map(toAuditEvent)
}

/** Some events by their numbers, oldest first. */
export async function listAuditEventsBySequence(db: Db, sequences: readonly number[]): Promise<AuditEvent[]> {
  if (sequences.length === 0) return []
  const rows = await db
    .selectFrom('audit_event')
    .selectAll()
    .where('sequence', 'in', sequences)
    .orderBy('sequence')
    .execute()
  return rows.map(toAuditEvent)
}

/** The sequence number of the newest event; 0 before the first. */
export async function lastAuditSequence(db: Db): Promise<number> {
  const row = await db
    .selectFrom('audit_event')
    .select((eb) => eb.fn.max('sequence').as('last'))
    .executeTakeFirst()
  return Number(row?.last ?? 0)
}

/** The first event whose hash or link does not hold, if any: the chain from the beginning is recomputed. */
export async function findBrokenAuditEvent(db: Db): Promise<AuditEvent | undefined> {
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
      if (!intact) return toAuditEvent(row)
      previous = hash
      sequence = row.sequence
    }
    if (rows.length === 0) return undefined
  }
}

function toAuditEvent(row: Selectable<AuditEventTable>): AuditEvent {
  return {
    sequence: row.sequence,
    id: row.id,
    type: row.type,
    group: (row.expert_group_id ?? undefined) as ExpertGroupId | undefined,
    meeting: (row.meeting_id ?? undefined) as MeetingId | undefined,
    subjectKind: row.subject_kind,
    subject: row.subject_id,
    actor: (row.actor_id ?? undefined) as ParticipantId | undefined,
    actorRole: row.actor_role ?? undefined,
    delegation: (row.delegation_id ?? undefined) as DelegationId | undefined,
    reason: row.reason ?? undefined,
    detail: JSON.parse(row.detail) as Record<string, unknown>,
    at: new Date(row.at),
    previousHash: row.previous_hash,
    hash: row.hash,
  }
}
