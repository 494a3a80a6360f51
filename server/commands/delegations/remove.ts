import type { Db } from '#db/client'
import { deleteDelegation, isDelegationUsed } from '#db/queries/delegations'
import { recordEvent } from '#db/queries/events'
import type { DelegationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { onDelegation } from './on-delegation'

/** A delegation that was added by mistake goes again. One of which anything is recorded stays. */
export const removeDelegation = (
  db: Db,
  actor: Actor,
  input: { delegation: DelegationId },
): Promise<Result> =>
  onDelegation(db, actor, input.delegation, async (tx, { id, code, name }, group, at) => {
    if (await isDelegationUsed(tx, id)) return refuse('delegation-used')
    await deleteDelegation(tx, id)
    await recordEvent(tx, {
      type: 'delegation.removed',
      subject: id,
      group: group.id,
      actor,
      detail: { code, name },
      at,
    })
    return { ok: true }
  })
