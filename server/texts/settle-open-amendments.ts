import type { Tx } from '#db/client'
import { listAllAmendments, type Amendment } from '#db/queries/amendments'
import type { AmendmentId, RecommendationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { amendmentIs } from '#domain/status'
import type { Result } from '#server/frame/refusal'
import { supersedeAmendment, type Superseding } from './supersede-amendment'

/** The amendments to a text on which nothing is decided yet. */
export const listOpenAmendments = async (tx: Tx, recommendation: RecommendationId): Promise<Amendment[]> =>
  (await listAllAmendments(tx, recommendation)).filter((amendment) => amendmentIs.tabled(amendment.status))

/**
 * Once a text is agreed, listed or given up there is nothing left to amend: what is on the table is superseded, and
 * its sponsors are notified of the cause.
 */
export async function settleOpenAmendments(
  tx: Tx,
  actor: Actor,
  recommendation: RecommendationId,
  { except, ...because }: Superseding & { except?: AmendmentId },
): Promise<Result> {
  for (const item of await listOpenAmendments(tx, recommendation)) {
    if (item.id === except) continue
    const settled = await supersedeAmendment(tx, actor, item, because)
    if (!settled.ok) return settled
  }
  return { ok: true }
}
