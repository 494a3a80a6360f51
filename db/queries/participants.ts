import type { Selectable } from 'kysely'
import type { DelegationTable, ParticipantTable } from '#db/tables/people'
import type { DelegationId, ParticipantId } from '#domain/ids'
import { isLanguage, type Language } from '#domain/languages'
import {
  delegationKinds,
  regionalGroups,
  roles,
  type Delegation,
  type Role,
  type SignedInActor,
} from '#domain/people/participants'
import type { Db, Tx } from '../client'
import { localizedText, oneOf } from './stored'

export type Participant = {
  id: ParticipantId
  name: string
  email: string
  role: Role
  delegation: DelegationId | undefined
  language: Language
}

/** E-mail addresses are compared without regard to case. */
export const normalizeEmail = (email: string) => email.trim().normalize('NFKC').toLowerCase()

export async function findParticipant(db: Db, id: ParticipantId): Promise<Participant | undefined> {
  const row = await db.selectFrom('participant').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toParticipant(row)
}

/** Whether anyone has an account: an empty database may take the sample. */
export async function hasParticipants(db: Db): Promise<boolean> {
  return (await db.selectFrom('participant').select('id').limit(1).executeTakeFirst()) !== undefined
}

/** Everyone with an account, the officers first, then by name. */
export async function listParticipants(db: Db): Promise<Participant[]> {
  const rows = await db.selectFrom('participant').selectAll().orderBy('name').execute()
  return rows.map(toParticipant)
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
  return row && { participant: toParticipant(row), passwordHash: row.password_hash ?? undefined }
}

export async function insertParticipant(tx: Tx, participant: Participant & { at: Date }): Promise<void> {
  await tx
    .insertInto('participant')
    .values({
      id: participant.id,
      name: participant.name,
      email: normalizeEmail(participant.email),
      role: participant.role,
      delegation_id: participant.delegation ?? null,
      language: participant.language,
      created_at: participant.at.toISOString(),
    })
    .execute()
}

export async function setParticipantLanguage(tx: Tx, id: ParticipantId, language: Language): Promise<void> {
  await tx.updateTable('participant').set({ language }).where('id', '=', id).execute()
}

export async function setPasswordHash(tx: Tx, id: ParticipantId, hash: string, at: Date): Promise<void> {
  const values = { participant_id: id, password_hash: hash, updated_at: at.toISOString() }
  await tx
    .insertInto('account')
    .values(values)
    .onConflict((conflict) => conflict.column('participant_id').doUpdateSet(values))
    .execute()
}

export async function insertDelegation(tx: Tx, delegation: Delegation): Promise<void> {
  await tx
    .insertInto('delegation')
    .values({
      id: delegation.id,
      kind: delegation.kind,
      name: JSON.stringify(delegation.name),
      code: delegation.code,
      regional_group: delegation.regionalGroup ?? null,
    })
    .execute()
}

export async function listDelegations(db: Db): Promise<Delegation[]> {
  const rows = await db.selectFrom('delegation').selectAll().orderBy('code').execute()
  return rows.map(toDelegation)
}

export async function findDelegation(db: Db, id: DelegationId): Promise<Delegation | undefined> {
  const row = await db.selectFrom('delegation').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toDelegation(row)
}

export const actorOf = (participant: Participant): SignedInActor => ({
  kind: 'participant',
  participant: participant.id,
  name: participant.name,
  role: participant.role,
  delegation: participant.delegation,
})

export function toParticipant(row: Selectable<ParticipantTable>): Participant {
  return {
    id: row.id as ParticipantId,
    name: row.name,
    email: row.email,
    role: oneOf(roles, row.role),
    delegation: (row.delegation_id ?? undefined) as DelegationId | undefined,
    language: isLanguage(row.language) ? row.language : 'en',
  }
}

function toDelegation(row: Selectable<DelegationTable>): Delegation {
  return {
    id: row.id as DelegationId,
    kind: oneOf(delegationKinds, row.kind),
    name: localizedText(row.name),
    code: row.code,
    regionalGroup: row.regional_group === null ? undefined : oneOf(regionalGroups, row.regional_group),
  }
}
