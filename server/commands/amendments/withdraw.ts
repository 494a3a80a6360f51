import type { Db } from '#db/client'
import { findAmendment, moveAmendment } from '#db/queries/amendments'
import { raiseAccessVersion } from '#db/queries/documents'
import { recordEvent } from '#db/queries/events'
import { decideAmendment } from '#domain/decide'
import type { AmendmentId } from '#domain/ids'
import { isSignedIn, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'
import { settleSubAmendments } from '#server/texts/settle-sub-amendments'

/** Its proposer takes an amendment back; once it was tabled it stays visible as withdrawn. */
export function withdrawAmendment(
  db: Db,
  actor: Actor,
  input: { amendment: AmendmentId; reason?: string },
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const item = await findAmendment(tx, input.amendment)
    if (!item || !can(actor, 'amendment.see', item)) return refuse('not-found')
    const decision = decideAmendment(item, 'withdraw', actor)
    if (!decision.ok) return decision
    await raiseAccessVersion(tx, item.document)
    const at = new Date()
    if (!(await moveAmendment(tx, item, decision.to, {}, at))) return refuse('changed-meanwhile')
    const settled = isSignedIn(actor) && (await settleSubAmendments(tx, actor, item, decision.to, at))
    if (settled && !settled.ok) return settled
    const event = {
      subject: item.id,
      meeting: item.recommendation.meeting,
      actor,
      reason: input.reason?.trim() || undefined,
      at,
    }
    const recommendation = item.recommendation.id
    const parties = [...item.proposers, ...item.sponsors, ...item.invited]
    await recordEvent(
      tx,
      // A draft that no one else knew of is dropped among those who wrote it.
      item.wasTabled
        ? { ...event, type: 'amendment.withdrawn', detail: { recommendation } }
        : { ...event, type: 'amendment.draft-withdrawn', detail: { recommendation, parties } },
    )
    return { ok: true }
  })
}
