import type { Db, Tx } from '#db/client'
import { findAmendment } from '#db/queries/amendments'
import { appendAuditEvent } from '#db/queries/audit-events'
import { raiseAccessVersion } from '#db/queries/documents'
import { findInformal, lockInformal, type Informal } from '#db/queries/informals'
import type { InformalId } from '#domain/ids'
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

export async function record(
  tx: Tx,
  item: Informal,
  actor: SignedInActor,
  event: { type: string; reason?: string; detail: Record<string, string>; at: Date },
): Promise<Result> {
  const amendment = await findAmendment(tx, item.amendment)
  if (amendment) await raiseAccessVersion(tx, amendment.document)
  await appendAuditEvent(tx, {
    ...event,
    subject: { kind: 'amendment', id: item.amendment },
    meeting: item.recommendation.meeting,
    actor,
    detail: { recommendation: item.recommendation.id, informal: item.id, ...event.detail },
  })
  return { ok: true }
}
