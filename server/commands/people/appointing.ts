import type { Db, Tx } from '#db/client'
import { findGroup, type ExpertGroup } from '#db/queries/groups'
import {
  findMembership,
  listMembershipsIn,
  lockMembershipsIn,
  type MembershipRow,
} from '#db/queries/memberships'
import { findParticipant, type Participant } from '#db/queries/participants'
import type { ExpertGroupId, MembershipId } from '#domain/ids'
import type { Actor, Role } from '#domain/people/participants'
import { mayAppoint } from '#domain/permissions/appointments'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'

/** Gives roles in a group, to those who may be given them by this actor; one transaction at a time. */
export function inMemberships<Made extends object>(
  db: Db,
  actor: Actor,
  { group: id, role }: { group: ExpertGroupId; role: Role },
  write: (tx: Tx, group: ExpertGroup, at: Date) => Promise<Result<Made>>,
): Promise<Result<Made>> {
  return command<Result<Made>>(db, actor, async ({ tx }) => {
    if (!mayAppoint(actor, id, role)) return refuse('not-permitted')
    await lockMembershipsIn(tx, id)
    const group = await findGroup(tx, id)
    return group ? write(tx, group, new Date()) : refuse('not-found')
  })
}

type Standing = {
  membership: MembershipRow
  /** All memberships of the group. */
  inGroup: readonly MembershipRow[]
  person: Participant
  group: ExpertGroup
}

/** Does something with a membership that somebody has now. */
export async function onMembership<Made extends object>(
  db: Db,
  actor: Actor,
  id: MembershipId,
  write: (tx: Tx, standing: Standing, at: Date) => Promise<Result<Made>>,
): Promise<Result<Made>> {
  const found = await findMembership(db, id)
  if (!found) return refuse('not-found')
  // A stranger does not learn from the refusal whether there is such a membership.
  if (!mayAppoint(actor, found.group, found.role)) return refuse('not-found')
  return inMemberships<Made>(db, actor, found, async (tx, group, at) => {
    const membership = await findMembership(tx, id)
    const person = membership && (await findParticipant(tx, membership.participant))
    if (!person) return refuse('changed-meanwhile')
    return write(tx, { membership, inGroup: await listMembershipsIn(tx, group.id), person, group }, at)
  })
}
