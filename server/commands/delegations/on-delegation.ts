import type { Db, Tx } from '#db/client'
import { findDelegation } from '#db/queries/delegations'
import type { ExpertGroup } from '#db/queries/groups'
import type { DelegationId } from '#domain/ids'
import type { Actor, Delegation } from '#domain/people/participants'
import { inGroup } from '#server/commands/groups/in-group'
import { refuse, type Result } from '#server/frame/refusal'

/** Changes a delegation of a group, for those who may. */
export async function onDelegation(
  db: Db,
  actor: Actor,
  id: DelegationId,
  write: (tx: Tx, delegation: Delegation, group: ExpertGroup, at: Date) => Promise<Result>,
): Promise<Result> {
  // Delegations never change their group.
  const found = await findDelegation(db, id)
  if (!found) return refuse('not-found')
  const place = { group: found.group, action: 'delegations.manage' } as const
  return inGroup<object>(db, actor, place, async (tx, group, at) => {
    const delegation = await findDelegation(tx, id)
    return delegation ? write(tx, delegation, group, at) : refuse('not-found')
  })
}
