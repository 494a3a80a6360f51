import type { Selectable } from 'kysely'
import type { MembershipTable } from '#db/tables/people'
import type { DelegationId, ExpertGroupId, MeetingId, MembershipId, ParticipantId } from '#domain/ids'
import { delegationKinds, roles, type Membership, type Role } from '#domain/people/participants'
import { capabilitiesOf, type Db, type Tx } from '../client'
import { oneOf } from './stored'

export type MembershipRow = Membership & { participant: ParticipantId }

const withKind = (db: Db) =>
  db
    .selectFrom('membership')
    .leftJoin('delegation', 'delegation.id', 'membership.delegation_id')
    .selectAll('membership')
    .select('delegation.kind as delegation_kind')

/** The memberships that these people have now, the oldest first. */
export async function listMembershipsOf(
  db: Db,
  participants: readonly ParticipantId[],
): Promise<MembershipRow[]> {
  if (participants.length === 0) return []
  const rows = await withKind(db)
    .where('membership.ended_at', 'is', null)
    .where('membership.participant_id', 'in', participants)
    .orderBy('membership.since')
    .orderBy('membership.id')
    .execute()
  return rows.map(toMembership)
}

/** The memberships of a group now, those of single meetings as well, the oldest first. */
export async function listMembershipsIn(db: Db, group: ExpertGroupId): Promise<MembershipRow[]> {
  const rows = await withKind(db)
    .where('membership.ended_at', 'is', null)
    .where('membership.expert_group_id', '=', group)
    .orderBy('membership.since')
    .orderBy('membership.id')
    .execute()
  return rows.map(toMembership)
}

/** Lets one transaction at a time change who runs a group, until it ends. */
export async function lockMembershipsIn(tx: Tx, group: ExpertGroupId): Promise<void> {
  // SQLite has one writer at a time anyway.
  if (!capabilitiesOf(tx).concurrentWriters) return
  await tx.selectFrom('expert_group').select('id').where('id', '=', group).forUpdate().execute()
}

export async function findMembership(db: Db, id: string): Promise<MembershipRow | undefined> {
  const row = await withKind(db)
    .where('membership.id', '=', id)
    .where('membership.ended_at', 'is', null)
    .executeTakeFirst()
  return row && toMembership(row)
}

/** The role that a person had in a group at an instant or, if none, last: for words that they wrote in it then. */
export async function findRoleAt(
  db: Db,
  participant: ParticipantId,
  group: ExpertGroupId,
  at: Date,
): Promise<Role | undefined> {
  const rows = await db
    .selectFrom('membership')
    .select(['role', 'since', 'ended_at'])
    .where('participant_id', '=', participant)
    .where('expert_group_id', '=', group)
    .orderBy('since', 'desc')
    .execute()
  const instant = at.toISOString()
  const held = rows.find(
    ({ since, ended_at }) => since <= instant && (ended_at === null || ended_at > instant),
  )
  const row = held ?? rows.find((candidate) => candidate.ended_at === null) ?? rows[0]
  return row && oneOf(roles, row.role)
}

export async function insertMembership(
  tx: Tx,
  membership: Omit<Membership, 'kindOfDelegation'> & { participant: ParticipantId; at: Date },
): Promise<void> {
  await tx
    .insertInto('membership')
    .values({
      id: membership.id,
      participant_id: membership.participant,
      expert_group_id: membership.group,
      meeting_id: membership.meeting ?? null,
      role: membership.role,
      delegation_id: membership.delegation ?? null,
      since: membership.at.toISOString(),
      ended_at: null,
    })
    .execute()
}

/** Ends a membership, which stays known. False when someone ended it first. */
export async function endMembership(tx: Tx, id: MembershipId, at: Date): Promise<boolean> {
  const result = await tx
    .updateTable('membership')
    .set({ ended_at: at.toISOString() })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow()
  return result.numUpdatedRows === 1n
}

function toMembership(row: Selectable<MembershipTable> & { delegation_kind: string | null }): MembershipRow {
  return {
    id: row.id as MembershipId,
    participant: row.participant_id as ParticipantId,
    group: row.expert_group_id as ExpertGroupId,
    meeting: (row.meeting_id ?? undefined) as MeetingId | undefined,
    role: oneOf(roles, row.role),
    delegation: (row.delegation_id ?? undefined) as DelegationId | undefined,
    kindOfDelegation: row.delegation_kind === null ? undefined : oneOf(delegationKinds, row.delegation_kind),
  }
}
