import type { Db } from '#db/client'
import { setDelegationName } from '#db/queries/delegations'
import { recordEvent } from '#db/queries/events'
import type { DelegationId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import type { Actor } from '#domain/people/participants'
import { cleanTitle, isSameTitle, titleRefusal } from '#domain/titles'
import { refuse, type Result } from '#server/frame/refusal'
import { onDelegation } from './on-delegation'

/** A delegation is called otherwise from now on; issued lists keep what they were issued with. */
export const renameDelegation = (
  db: Db,
  actor: Actor,
  input: { delegation: DelegationId; name: LocalizedText },
): Promise<Result> =>
  onDelegation(db, actor, input.delegation, async (tx, { id, code, name: before }, group, at) => {
    const name = cleanTitle(input.name)
    const refusal = titleRefusal(name, group.language)
    if (refusal) return refuse(refusal)
    if (isSameTitle(before, name)) return refuse('nothing-changed')
    await setDelegationName(tx, id, name)
    const detail = { code, from: before, to: name }
    await recordEvent(tx, {
      type: 'delegation.renamed',
      subject: id,
      group: group.id,
      actor,
      detail,
      at,
    })
    return { ok: true }
  })
