import type { Selectable } from 'kysely'
import type { DelegationTable } from '#db/tables/people'
import type { DelegationId, ExpertGroupId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import { delegationKinds, regionalGroups, type Delegation } from '#domain/people/participants'
import type { Db, Tx } from '../client'
import { localizedText, oneOf } from './stored'

export async function insertDelegation(tx: Tx, delegation: Delegation): Promise<void> {
  await tx
    .insertInto('delegation')
    .values({
      id: delegation.id,
      expert_group_id: delegation.group,
      kind: delegation.kind,
      name: JSON.stringify(delegation.name),
      code: delegation.code,
      regional_group: delegation.regionalGroup ?? null,
    })
    .execute()
}

/** The delegations of a group, by code. */
export async function listDelegations(db: Db, group: ExpertGroupId): Promise<Delegation[]> {
  const rows = await db
    .selectFrom('delegation')
    .selectAll()
    .where('expert_group_id', '=', group)
    .orderBy('code')
    .execute()
  return rows.map(toDelegation)
}

/** The delegations of every group, for what concerns the installation. */
export async function listAllDelegations(db: Db): Promise<Delegation[]> {
  const rows = await db.selectFrom('delegation').selectAll().orderBy('code').execute()
  return rows.map(toDelegation)
}

/** A delegation of this group; one of another group is not found. */
export async function findDelegationIn(
  db: Db,
  group: ExpertGroupId,
  id: DelegationId,
): Promise<Delegation | undefined> {
  const delegation = await findDelegation(db, id)
  return delegation?.group === group ? delegation : undefined
}

export async function findDelegation(db: Db, id: DelegationId): Promise<Delegation | undefined> {
  const row = await db.selectFrom('delegation').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toDelegation(row)
}

export async function setDelegationName(tx: Tx, id: DelegationId, name: LocalizedText): Promise<void> {
  await tx
    .updateTable('delegation')
    .set({ name: JSON.stringify(name) })
    .where('id', '=', id)
    .execute()
}

/** What a delegation may have done or been given; each of these keeps it. */
const references = [
  'membership',
  'recommendation_sponsor',
  'amendment_sponsor',
  'informal_member',
  'pen',
  'position',
  'statement',
  'submission',
  'speaker',
  'audit_event',
] as const

/** Whether anything is recorded of a delegation: then it stays. */
export async function isDelegationUsed(db: Db, id: DelegationId): Promise<boolean> {
  for (const table of references) {
    const row = await db
      .selectFrom(table)
      .select('delegation_id')
      .where('delegation_id', '=', id)
      .limit(1)
      .executeTakeFirst()
    if (row) return true
  }
  return false
}

export async function deleteDelegation(tx: Tx, id: DelegationId): Promise<void> {
  await tx.deleteFrom('delegation').where('id', '=', id).execute()
}

function toDelegation(row: Selectable<DelegationTable>): Delegation {
  return {
    id: row.id as DelegationId,
    group: row.expert_group_id as ExpertGroupId,
    kind: oneOf(delegationKinds, row.kind),
    name: localizedText(row.name),
    code: row.code,
    regionalGroup: row.regional_group === null ? undefined : oneOf(regionalGroups, row.regional_group),
  }
}
