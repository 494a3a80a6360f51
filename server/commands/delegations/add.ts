import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { insertDelegation, listDelegations } from '#db/queries/delegations'
import { recordEvent } from '#db/queries/events'
import type { DelegationId, ExpertGroupId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import { isDelegationCode } from '#domain/people/delegation-codes'
import type { Actor, DelegationKind } from '#domain/people/participants'
import { fold } from '#domain/text/folding'
import { cleanTitle, titleRefusal } from '#domain/titles'
import { inGroup } from '#server/commands/groups/in-group'
import { refuse, type Result } from '#server/frame/refusal'

type Input = { group: ExpertGroupId; kind: DelegationKind; code: string; name: LocalizedText }

/** Anyone who is not in the table of States takes part: an organization, a company, a university. */
export const addDelegation = (
  db: Db,
  actor: Actor,
  { group, kind, code, ...input }: Input,
): Promise<Result<{ delegation: DelegationId }>> =>
  inGroup<{ delegation: DelegationId }>(
    db,
    actor,
    { group, action: 'delegations.manage' },
    async (tx, { language }, at) => {
      const name = cleanTitle(input.name)
      const refusal = titleRefusal(name, language)
      if (refusal) return refuse(refusal)
      if (!isDelegationCode(code)) return refuse('invalid-code')
      const delegations = await listDelegations(tx, group)
      const names = new Set(Object.values(name).map(fold))
      const isTaken = delegations.some(
        (delegation) =>
          fold(delegation.code) === fold(code) ||
          Object.values(delegation.name).some((its) => names.has(fold(its))),
      )
      if (isTaken) return refuse('delegation-exists')
      const id = ulid() as DelegationId
      const added = { id, kind, code, name, regionalGroup: undefined }
      await insertDelegation(tx, { group, ...added })
      await recordEvent(tx, {
        type: 'group.delegations-added',
        subject: group,
        group,
        actor,
        detail: { delegations: [added] },
        at,
      })
      return { ok: true, delegation: id }
    },
  )
