import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { insertDelegation, listDelegations } from '#db/queries/delegations'
import { recordEvent } from '#db/queries/events'
import type { DelegationId, ExpertGroupId } from '#domain/ids'
import { findMemberState } from '#domain/people/member-states'
import type { Actor } from '#domain/people/participants'
import { inGroup } from '#server/commands/groups/in-group'
import { refuse, type Result } from '#server/frame/refusal'

/** `observers`: these States take part without being members of the group. */
type Input = { group: ExpertGroupId; codes: readonly string[]; as: 'members' | 'observers' }

/**
 * States take part, as many as one likes at once. Their names in all languages and their regional groups come from the
 * table of Member States. States that take part already stay as they are.
 */
export const addStates = (
  db: Db,
  actor: Actor,
  { group, codes, as }: Input,
): Promise<Result<{ added: string[] }>> =>
  inGroup<{ added: string[] }>(db, actor, { group, action: 'delegations.manage' }, async (tx, _group, at) => {
    const known = new Set((await listDelegations(tx, group)).map((delegation) => delegation.code))
    const states = [...new Set(codes)].map((code) => ({ code, state: findMemberState(code) }))
    const delegations = []
    for (const { code, state } of states) {
      if (!state) return refuse('unknown-state')
      if (known.has(code)) continue
      // Only States that are no members are in no regional group.
      const isObserver = as === 'observers' || state.regionalGroup === undefined
      delegations.push({
        id: ulid() as DelegationId,
        kind: isObserver ? ('observer-state' as const) : ('member-state' as const),
        code,
        name: state.name,
        regionalGroup: state.regionalGroup,
      })
    }
    if (delegations.length === 0) return refuse(codes.length === 0 ? 'nothing-chosen' : 'nothing-changed')
    for (const one of delegations) await insertDelegation(tx, { group, ...one })
    await recordEvent(tx, {
      type: 'group.delegations-added',
      subject: group,
      group,
      actor,
      detail: { delegations },
      at,
    })
    return { ok: true, added: delegations.map(({ code }) => code) }
  })
