import type { Db } from '#db/client'
import { findAmendment } from '#db/queries/amendments'
import { decideAmendment } from '#domain/decide'
import type { AmendmentId } from '#domain/ids'
import { decisionsOf } from '#domain/negotiation/outcomes'
import { isSignedIn, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'
import { settleAmendment } from '#server/texts/settle-amendment'
import { readTabledAmendments } from '#server/texts/tabled-changes'

/** An amendment is not taken; its proposer is told why. */
export function rejectAmendment(
  db: Db,
  actor: Actor,
  input: { amendment: AmendmentId; reason: string },
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const item = await findAmendment(tx, input.amendment)
    if (!item || !can(actor, 'amendment.see', item)) return refuse('not-found')
    const decision = decideAmendment(item, 'reject', actor)
    if (!decision.ok) return decision
    if (!isSignedIn(actor)) return refuse('not-permitted')
    const reason = input.reason.trim()
    if (reason === '') return refuse('reason-required')
    const changes = (await readTabledAmendments(tx, [item])).get(item.id)?.changes ?? []
    const rejected = decisionsOf(
      changes.map(({ index }) => [index, 'rejected'] as const),
      reason,
    )
    return settleAmendment(tx, actor, item, rejected, { at: new Date(), reason })
  })
}
