import type { Selectable } from 'kysely'
import type { ParticipantTable } from '#db/tables/people'
import type { ExpertGroupId, ParticipantId } from '#domain/ids'
import { isLanguage, type Language } from '#domain/languages'
import { normalizeEmail } from '#domain/people/email'
import type { Membership, SignedInActor } from '#domain/people/participants'
import type { Db, Tx } from '../client'
import { listMembershipsOf, type MembershipRow } from './memberships'

/** A person with an account, and the memberships they have now. */
export type Participant = {
  id: ParticipantId
  name: string
  email: string
  language: Language
  isAdministrator: boolean
  memberships: readonly Membership[]
}

export async function findParticipant(db: Db, id: ParticipantId): Promise<Participant | undefined> {
  const row = await db.selectFrom('participant').selectAll().where('id', '=', id).executeTakeFirst()
  return row && withMemberships(db, row)
}

export async function findParticipantByEmail(db: Db, email: string): Promise<Participant | undefined> {
  const row = await db
    .selectFrom('participant')
    .selectAll()
    .where('email', '=', normalizeEmail(email))
    .executeTakeFirst()
  return row && withMemberships(db, row)
}

/** Whether anyone has an account: an empty database may take the sample. */
export async function hasParticipants(db: Db): Promise<boolean> {
  return (await db.selectFrom('participant').select('id').limit(1).executeTakeFirst()) !== undefined
}

/** Everyone with an account, by name. */
export async function listParticipants(db: Db): Promise<Participant[]> {
  const rows = await db.selectFrom('participant').selectAll().orderBy('name').execute()
  return (await withTheirMemberships(db, rows)).map(({ participant }) => participant)
}

/** A person in one of the roles that they have. */
export type Member = Participant & { membership: Membership }

/** Everyone in each of the roles that they have, by name: someone with two memberships is listed twice. */
export async function listMembers(db: Db, group?: ExpertGroupId): Promise<Member[]> {
  const members = (await listParticipants(db)).flatMap((participant) =>
    participant.memberships.map((membership) => ({ ...participant, membership })),
  )
  return group ? members.filter(({ membership }) => membership.group === group) : members
}

/** Which of these people have set a password: the others were invited and have not come yet. */
export async function listSignedUp(
  db: Db,
  participants: readonly ParticipantId[],
): Promise<ReadonlySet<ParticipantId>> {
  if (participants.length === 0) return new Set()
  const rows = await db
    .selectFrom('account')
    .select('participant_id')
    .where('participant_id', 'in', participants)
    .execute()
  return new Set(rows.map((row) => row.participant_id as ParticipantId))
}

/** Everyone who administers the installation, by name. */
export async function listAdministrators(db: Db): Promise<Participant[]> {
  const rows = await db
    .selectFrom('participant')
    .selectAll()
    .where('administrator', '=', 1)
    .orderBy('name')
    .execute()
  return (await withTheirMemberships(db, rows)).map(({ participant }) => participant)
}

/** Some people by their ids, whether they take part in anything or not. */
export async function listParticipantsById(
  db: Db,
  ids: readonly ParticipantId[],
): Promise<Map<ParticipantId, Participant>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('participant').selectAll().where('id', 'in', ids).execute()
  const people = await withTheirMemberships(db, rows)
  return new Map(people.map(({ participant }) => [participant.id, participant]))
}

/** The participant with this address and the stored hash of the password, if there is one. */
export async function findAccount(
  db: Db,
  email: string,
): Promise<{ participant: Participant; passwordHash: string | undefined } | undefined> {
  const row = await db
    .selectFrom('participant')
    .leftJoin('account', 'account.participant_id', 'participant.id')
    .selectAll('participant')
    .select('account.password_hash')
    .where('email', '=', normalizeEmail(email))
    .executeTakeFirst()
  return row && { participant: await withMemberships(db, row), passwordHash: row.password_hash ?? undefined }
}

export async function insertParticipant(
  tx: Tx,
  participant: Omit<Participant, 'memberships' | 'isAdministrator'> & { at: Date },
): Promise<void> {
  await tx
    .insertInto('participant')
    .values({
      id: participant.id,
      name: participant.name,
      email: normalizeEmail(participant.email),
      language: participant.language,
      created_at: participant.at.toISOString(),
    })
    .execute()
}

export async function setParticipantLanguage(tx: Tx, id: ParticipantId, language: Language): Promise<void> {
  await tx.updateTable('participant').set({ language }).where('id', '=', id).execute()
}

export async function setParticipantName(tx: Tx, id: ParticipantId, name: string): Promise<void> {
  await tx.updateTable('participant').set({ name }).where('id', '=', id).execute()
}

export async function setAdministrator(tx: Tx, id: ParticipantId, administrator: 0 | 1): Promise<void> {
  await tx.updateTable('participant').set({ administrator }).where('id', '=', id).execute()
}

export async function setPasswordHash(tx: Tx, id: ParticipantId, hash: string, at: Date): Promise<void> {
  const values = { participant_id: id, password_hash: hash, updated_at: at.toISOString() }
  await tx
    .insertInto('account')
    .values(values)
    .onConflict((conflict) => conflict.column('participant_id').doUpdateSet(values))
    .execute()
}

export const actorOf = ({ id, name, isAdministrator, memberships }: Participant): SignedInActor => ({
  kind: 'participant',
  participant: id,
  name,
  isAdministrator,
  memberships,
})

export async function withMemberships(db: Db, row: Selectable<ParticipantTable>): Promise<Participant> {
  return toParticipant(row, await listMembershipsOf(db, [row.id as ParticipantId]))
}

/** The same for several people at once. */
export async function withTheirMemberships<Row extends Selectable<ParticipantTable>>(
  db: Db,
  rows: readonly Row[],
): Promise<{ row: Row; participant: Participant }[]> {
  const memberships = await listMembershipsOf(db, [...new Set(rows.map((row) => row.id as ParticipantId))])
  const own = new Map<string, MembershipRow[]>()
  for (const one of memberships) own.set(one.participant, [...(own.get(one.participant) ?? []), one])
  return rows.map((row) => ({ row, participant: toParticipant(row, own.get(row.id) ?? []) }))
}

function toParticipant(
  row: Selectable<ParticipantTable>,
  memberships: readonly MembershipRow[],
): Participant {
  return {
    id: row.id as ParticipantId,
    name: row.name,
    email: row.email,
    language: isLanguage(row.language) ? row.language : 'en',
    isAdministrator: row.administrator === 1,
    memberships: memberships.map(({ participant: _participant, ...membership }) => membership),
  }
}
