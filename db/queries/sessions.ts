import type { ParticipantId, SessionId } from '#domain/ids'
import type { Db } from '../client'
import { withMemberships, withTheirMemberships, type Participant } from './participants'

export type Session = { id: SessionId; createdAt: Date; expiresAt: Date }

export async function insertSession(
  db: Db,
  session: { id: SessionId; participant: ParticipantId; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await db
    .insertInto('session')
    .values({
      id: session.id,
      participant_id: session.participant,
      created_at: session.createdAt.toISOString(),
      expires_at: session.expiresAt.toISOString(),
      revoked_at: null,
    })
    .execute()
}

/** The participant whose open session this is: neither revoked nor expired at that instant. */
export async function findSessionParticipant(
  db: Db,
  id: SessionId,
  at: Date,
): Promise<Participant | undefined> {
  const row = await db
    .selectFrom('session')
    .innerJoin('participant', 'participant.id', 'session.participant_id')
    .selectAll('participant')
    .where('session.id', '=', id)
    .where('session.revoked_at', 'is', null)
    .where('session.expires_at', '>', at.toISOString())
    .executeTakeFirst()
  return row && withMemberships(db, row)
}

/** The participants of those of the given sessions that are open at that instant. */
export async function listSessionParticipants(
  db: Db,
  ids: readonly SessionId[],
  at: Date,
): Promise<Map<SessionId, Participant>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('session')
    .innerJoin('participant', 'participant.id', 'session.participant_id')
    .selectAll('participant')
    .select('session.id as session_id')
    .where('session.id', 'in', ids)
    .where('session.revoked_at', 'is', null)
    .where('session.expires_at', '>', at.toISOString())
    .execute()
  const people = await withTheirMemberships(db, rows)
  return new Map(people.map(({ row, participant }) => [row.session_id as SessionId, participant]))
}

/** Those of the given sessions that are still open at that instant. */
export async function listOpenSessions(db: Db, ids: readonly SessionId[], at: Date): Promise<SessionId[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('session')
    .select('id')
    .where('id', 'in', ids)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', at.toISOString())
    .execute()
  return rows.map((row) => row.id as SessionId)
}

/** The participant's open sessions, newest first. */
export async function listSessions(db: Db, participant: ParticipantId, at: Date): Promise<Session[]> {
  const rows = await db
    .selectFrom('session')
    .selectAll()
    .where('participant_id', '=', participant)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', at.toISOString())
    .orderBy('created_at', 'desc')
    .execute()
  return rows.map((row) => ({
    id: row.id as SessionId,
    createdAt: new Date(row.created_at),
    expiresAt: new Date(row.expires_at),
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

/** How often these subjects failed to sign in since an instant; the highest of them. */
export async function countSignInAttempts(db: Db, subjects: readonly string[], since: Date): Promise<number> {
  const rows = await db
    .selectFrom('sign_in_attempt')
    .select((eb) => ['subject', eb.fn.countAll().as('count')])
    .where('subject', 'in', subjects)
    .where('at', '>', since.toISOString())
    .groupBy('subject')
    .execute()
  return Math.max(0, ...rows.map((row) => Number(row.count)))
}

export async function insertSignInAttempts(
  db: Db,
  attempts: readonly { id: string; subject: string; at: Date }[],
): Promise<void> {
  await db
    .insertInto('sign_in_attempt')
    .values(attempts.map(({ id, subject, at }) => ({ id, subject, at: at.toISOString() })))
    .execute()
}

/** Forgets failures of one subject (it has signed in) and all that are older than an instant. */
export async function forgetSignInAttempts(db: Db, subject: string, olderThan: Date): Promise<void> {
  await db
    .deleteFrom('sign_in_attempt')
    .where((eb) => eb.or([eb('subject', '=', subject), eb('at', '<', olderThan.toISOString())]))
    .execute()
}
