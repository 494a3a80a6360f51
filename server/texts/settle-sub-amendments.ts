import type { Tx } from '#db/client'
import { listSubAmendments, type Amendment } from '#db/queries/amendments'
import type { SignedInActor } from '#domain/people/participants'
import { amendmentIs, type AmendmentStatus } from '#domain/status'
import type { Result } from '#server/frame/refusal'
import { supersedeAmendment } from './supersede-amendment'

/**
 * Once an amendment is decided or withdrawn there is nothing left to amend: what is on the table to it is
 * superseded. Drafts stay with those who write them, and cannot be tabled any more.
 */
export async function settleSubAmendments(
  tx: Tx,
  actor: SignedInActor,
  parent: Amendment,
  became: AmendmentStatus,
  at: Date,
): Promise<Result> {
  for (const item of await listSubAmendments(tx, parent.id)) {
    if (!amendmentIs.tabled(item.status)) continue
    const settled = await supersedeAmendment(tx, actor, item, { cause: 'amendment-decided', became, at })
    if (!settled.ok) return settled
  }
  return { ok: true }
}
