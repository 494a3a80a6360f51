import type { Db, Tx } from '#db/client'
import { findAmendment, type Amendment } from '#db/queries/amendments'
import { appendAuditEvent } from '#db/queries/audit-events'
import { raiseAccessVersion } from '#db/queries/documents'
import type { AmendmentId, DelegationId } from '#domain/ids'
import { isSignedIn, type Actor, type SignedInActor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'

export type Input = { amendment: AmendmentId }

export function share(
  db: Db,
  actor: Actor,
  input: Input,
  change: (tx: Tx, item: Amendment, by: SignedInActor) => Promise<Result>,
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const item = await findAmendment(tx, input.amendment)
    if (!item || !isSignedIn(actor) || !can(actor, 'amendment.see', item)) return refuse('not-found')
    return change(tx, item, actor)
  })
}

export async function record(
  tx: Tx,
  item: Amendment,
  actor: SignedInActor,
  type: string,
  delegation: DelegationId,
): Promise<Result> {
  await raiseAccessVersion(tx, item.document)
  await appendAuditEvent(tx, {
    type,
    subject: { kind: 'amendment', id: item.id },
    meeting: item.recommendation.meeting,
    actor,
    detail: { delegation, parties: [...item.proposers, ...item.sponsors, ...item.invited] },
    at: new Date(),
  })
  return { ok: true }
}
