import type { Db, Tx } from '#db/client'
import { findAmendment, type Amendment } from '#db/queries/amendments'
import { decideAmendment } from '#domain/decide'
import type { AmendmentId } from '#domain/ids'
import { decisionsOf } from '#domain/negotiation/outcomes'
import { isSignedIn, type Actor, type SignedInActor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'
import { settleAmendment } from '#server/texts/settle-amendment'
import { readTabledAmendments } from '#server/texts/tabled-changes'

export function decide(
  db: Db,
  actor: Actor,
  id: AmendmentId,
  kind: Amendment['kind'],
  work: (tx: Tx, item: Amendment, by: SignedInActor, at: Date) => Promise<Result>,
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const item = await findAmendment(tx, id)
    if (!item || !can(actor, 'amendment.see', item)) return refuse('not-found')
    const decision = decideAmendment(item, 'accept', actor)
    if (!decision.ok) return decision
    if (!isSignedIn(actor) || item.kind !== kind) return refuse('not-permitted')
    const at = new Date()
    const done = await work(tx, item, actor, at)
    if (!done.ok) return done
    const changes = (await readTabledAmendments(tx, [item])).get(item.id)?.changes ?? []
    const accepted = decisionsOf(
      changes.map(({ index }) => [index, 'accepted'] as const),
      undefined,
    )
    return settleAmendment(tx, actor, item, accepted, { at })
  })
}
