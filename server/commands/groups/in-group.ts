import type { Db, Tx } from '#db/client'
import { findGroup, type ExpertGroup } from '#db/queries/groups'
import type { ExpertGroupId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'

type SettingUp = 'group.change' | 'workplan.manage' | 'delegations.manage' | 'people.manage'

/** Sets something up in a group, for those who may. A group that is not there is refused like a stranger's. */
export function inGroup<Made extends object>(
  db: Db,
  actor: Actor,
  { group: id, action }: { group: ExpertGroupId; action: SettingUp },
  write: (tx: Tx, group: ExpertGroup, at: Date) => Promise<Result<Made>>,
): Promise<Result<Made>> {
  return command<Result<Made>>(db, actor, async ({ tx }) => {
    if (!can(actor, action, { group: id })) return refuse('not-permitted')
    const group = await findGroup(tx, id)
    if (!group) return refuse('not-found')
    return write(tx, group, new Date())
  })
}
