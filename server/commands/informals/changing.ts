import type { Db, Tx } from '#db/client'
import { findAmendment } from '#db/queries/amendments'
import { raiseAccessVersion } from '#db/queries/documents'
import { recordEvent } from '#db/queries/events'
import { findInformal, lockInformal, type Informal } from '#db/queries/informals'
import type { DelegationId, InformalId } from '#domain/ids'
import { isSignedIn, type Actor, type SignedInActor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'

export function change(
  db: Db,
  actor: Actor,
  id: InformalId,
  work: (tx: Tx, item: Informal, by: SignedInActor, at: Date) => Promise<Result>,
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    await lockInformal(tx, id)
    const item = await findInformal(tx, id)
    if (!item || !isSignedIn(actor) || !can(actor, 'informal.see', item)) return refuse('not-found')
    return work(tx, item, actor, new Date())
  })
}

export async function recordInformals(
  tx: Tx,
  item: Informal,
  actor: SignedInActor,
  event: { at: Date } & (
    { type: 'informal.left'; delegation: DelegationId } | { type: 'informal.dissolved'; reason: string }
  ),
): Promise<Result> {
  const amendment = await findAmendment(tx, item.amendment)
  if (amendment) await raiseAccessVersion(tx, amendment.document)
  const { meeting, id: recommendation } = item.recommendation
  const known = { subject: item.amendment, meeting, actor, at: event.at }
  const detail = { recommendation, informal: item.id }
  await recordEvent(
    tx,
    event.type === 'informal.left'
      ? { ...known, type: event.type, detail: { ...detail, delegation: event.delegation } }
      : { ...known, type: event.type, detail, reason: event.reason },
  )
  return { ok: true }
}
