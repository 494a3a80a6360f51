import type { Tx } from '#db/client'
import { listSubAmendments, moveAmendment, type Amendment } from '#db/queries/amendments'
import { recordEvent } from '#db/queries/events'
import { decideAmendment } from '#domain/decide'
import type { SignedInActor } from '#domain/people/participants'
import { amendmentIs, type AmendmentStatus } from '#domain/status'
import { refuse, type Result } from '#server/frame/refusal'

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
    const decision = decideAmendment(item, 'supersede', actor)
    if (!decision.ok) return decision
    const decided = { decidedBy: actor.participant }
    if (!(await moveAmendment(tx, item, decision.to, decided, at))) return refuse('changed-meanwhile')
    await recordEvent(tx, {
      type: 'amendment.superseded',
      subject: item.id,
      meeting: item.recommendation.meeting,
      actor,
      detail: { recommendation: item.recommendation.id, amends: parent.id, became, outcomes: {} },
      at,
    })
  }
  return { ok: true }
}
