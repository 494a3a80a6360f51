import { amendmentIs } from '#domain/status'
import type { Tx } from '#db/client'
import { listAllAmendments, moveAmendment, type Amendment } from '#db/queries/amendments'
import { recordEvent } from '#db/queries/events'
import { decideAmendment } from '#domain/decide'
import type { AmendmentId, RecommendationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { isSignedIn } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'

/** The amendments to a text on which nothing is decided yet. */
export const listOpenAmendments = async (tx: Tx, recommendation: RecommendationId): Promise<Amendment[]> =>
  (await listAllAmendments(tx, recommendation)).filter((one) => amendmentIs.tabled(one.status))

/**
 * Once a text is agreed or given up there is nothing left to amend: what is on the table is superseded, and its
 * sponsors are told why.
 */
export async function settleOpenAmendments(
  tx: Tx,
  actor: Actor,
  recommendation: RecommendationId,
  { reason, at, except }: { reason: string; at: Date; except?: AmendmentId },
): Promise<Result> {
  if (!isSignedIn(actor)) return refuse('not-permitted')
  for (const item of await listOpenAmendments(tx, recommendation)) {
    if (item.id === except) continue
    const decision = decideAmendment(item, 'supersede', actor)
    if (!decision.ok) return decision
    const decided = { decidedBy: actor.participant, reason }
    if (!(await moveAmendment(tx, item, decision.to, decided, at))) return refuse('changed-meanwhile')
    await recordEvent(tx, {
      type: 'amendment.superseded',
      subject: item.id,
      meeting: item.recommendation.meeting,
      actor,
      reason,
      detail: {
        recommendation,
        ...(item.parent && { amends: item.parent.id }),
        outcomes: {},
      },
      at,
    })
  }
  return { ok: true }
}
