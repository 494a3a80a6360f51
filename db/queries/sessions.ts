import type { Selectable } from 'kysely'
import type { ParticipantTable } from '#db/tables/people'
import type { ExpertGroupId, ParticipantId, SessionId } from '#domain/ids'
import { hasIdledOut, isPastOfficerLimit, useResolutionMs } from '#domain/people/sessions'
import { meetingIs } from '#domain/status'
import type { Db, Tx } from '../client'
import { withTheirMemberships, type Participant } from './participants'

export type Session = {
  id: SessionId
  createdAt: Date
  expiresAt: Date
  lastUsedAt: Date
  /** As the person knows it, such as "Firefox, Windows"; empty where it is not known. */
  browser: string
}

export async function insertSession(
  tx: Tx,
  session: Omit<Session, 'lastUsedAt'> & { participant: ParticipantId },
): Promise<void> {
  await tx
    .insertInto('session')
    .values({
      id: session.id,
      participant_id: session.participant,
      created_at: session.createdAt.toISOString(),
      expires_at: session.expiresAt.toISOString(),
      revoked_at: null,
      last_used_at: session.createdAt.toISOString(),
      browser: session.browser,
    })
    .execute()
}

/** The participant whose open session this is: neither revoked nor expired at that instant, nor left unused. */
export async function findSessionParticipant(
  db: Db,
  id: SessionId,
  at: Date,
): Promise<Participant | undefined> {
  return (await listSessionParticipants(db, [id], at)).get(id)
}

type Row = Selectable<ParticipantTable> & { session_id: string; last_used_at: string }

/** The participants of those of the given sessions that are open at that instant. */
export async function listSessionParticipants(
  db: Db,
  ids: readonly SessionId[],
  at: Date,
): Promise<Map<SessionId, Participant>> {
  if (ids.length === 0) return new Map()
  const rows: Row[] = await db
    .selectFrom('session')
    .innerJoin('participant', 'participant.id', 'session.participant_id')
    .selectAll('participant')
    .select(['session.id as session_id', 'session.last_used_at'])
    .where('session.id', 'in', ids)
    .where('session.revoked_at', 'is', null)
    .where('session.expires_at', '>', at.toISOString())
    .execute()
  const idleMs = (row: Row) => at.getTime() - Date.parse(row.last_used_at)
  const openGroups = rows.some((row) => isPastOfficerLimit(idleMs(row)))
    ? await groupsInSession(db)
    : new Set<ExpertGroupId>()
  const people = await withTheirMemberships(db, rows)
  return new Map(
    people
      .filter(({ row, participant }) => !hasIdledOut(participant, idleMs(row), openGroups))
      .map(({ row, participant }) => [row.session_id as SessionId, participant]),
  )
}

/** Expert groups one of whose meetings is open. */
async function groupsInSession(db: Db): Promise<ReadonlySet<ExpertGroupId>> {
  const rows = await db
    .selectFrom('meeting')
    .innerJoin('workplan', 'workplan.id', 'meeting.workplan_id')
    .select('workplan.expert_group_id')
    .where('meeting.status', 'in', meetingIs.inSession.statuses)
    .distinct()
    .execute()
  return new Set(rows.map((row) => row.expert_group_id as ExpertGroupId))
}

/** Records that a session is in use, unless it was recorded a moment ago. */
export async function recordSessionUse(db: Db, id: SessionId, at: Date): Promise<void> {
  await db
    .updateTable('session')
    .set({ last_used_at: at.toISOString() })
    .where('id', '=', id)
    .where('last_used_at', '<', new Date(at.getTime() - useResolutionMs).toISOString())
    .execute()
}

/** The participant's open sessions, newest first; one that was left unused for too long is over. */
export async function listSessions(db: Db, participant: ParticipantId, at: Date): Promise<Session[]> {
  const rows = await db
    .selectFrom('session')
    .selectAll()
    .where('participant_id', '=', participant)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', at.toISOString())
    .orderBy('created_at', 'desc')
    .execute()
  const open = await listSessionParticipants(
    db,
    rows.map((row) => row.id as SessionId),
    at,
  )
  return rows
    .filter((row) => open.has(row.id as SessionId))
    .map((row) => ({
      id: row.id as SessionId,
      createdAt: new Date(row.created_at),
      expiresAt: new Date(row.expires_at),
      lastUsedAt: new Date(row.last_used_at),
      browser: row.browser,
    }))
}

/** @returns whether there was such an open session of this participant. */
export async function revokeSession(
  db: Db,
  id: SessionId,
  participant: ParticipantId,
  at: Date,
): Promise<boolean> {
  const result = await db
    .updateTable('session')
    .set({ revoked_at: at.toISOString() })
    .where('id', '=', id)
    .where('participant_id', '=', participant)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow()
  return result.numUpdatedRows === 1n
}

/** Ends all sessions of a participant, or all but one. @returns how many were open. */
export async function revokeSessions(
  tx: Tx,
  participant: ParticipantId,
  at: Date,
  except?: SessionId,
): Promise<number> {
  const result = await tx
    .updateTable('session')
    .set({ revoked_at: at.toISOString() })
    .where('participant_id', '=', participant)
    .where('revoked_at', 'is', null)
    .$if(except !== undefined, (query) => query.where('id', '!=', except ?? ''))
    .executeTakeFirstOrThrow()
  return Number(result.numUpdatedRows)
}
