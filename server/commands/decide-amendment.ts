import type { Db } from '#db/client'
import { findAmendment, moveAmendment } from '#db/queries/amendments'
import { appendAuditEvent } from '#db/queries/audit-events'
import { appendDocumentUpdate, bindDocumentAuthor, raiseAccessVersion } from '#db/queries/documents'
import type { AmendmentId } from '#domain/ids'
import { isSignedIn, type Actor } from '#domain/participants'
import { can, isOpenText } from '#domain/permissions'
import { decideAmendment } from '#domain/status'
import { makeAcceptance } from './amendment-texts'
import { freezeText } from './freeze-text'
import { refuse, type Result } from './refusal'
import { inTransaction } from './transaction'

type Acceptance = {
  amendment: AmendmentId
  /** The preview that the person saw; what would become of the text now must be the same. */
  seen: string
  /** Indexes of the changes to take; all of them without it. */
  chosen?: readonly number[]
  reason?: string
}

/**
 * The Rapporteur takes an amendment, or some of its changes, into the working text. The words that come with it
 * are its sponsors'.
 */
export function acceptAmendment(db: Db, actor: Actor, input: Acceptance): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const item = await findAmendment(tx, input.amendment)
    if (!item || !can(actor, 'amendment.see', item)) return refuse('not-found')
    const action = input.chosen ? 'accept-in-part' : 'accept'
    const decision = decideAmendment(item, action, actor)
    if (!decision.ok) return decision
    if (!isSignedIn(actor)) return refuse('not-permitted')
    if (!isOpenText(item.recommendation)) return refuse('text-closed')
    if (input.chosen?.length === 0) return refuse('nothing-chosen')
    // First of all: from here on no edit slips in between what is read and what is decided.
    await raiseAccessVersion(tx, item.recommendation.document)
    const at = new Date()
    const chosen = input.chosen && new Set(input.chosen)
    const { preview, update, client } = await makeAcceptance(tx, item, chosen)
    if (preview.seen !== input.seen) return refuse('preview-outdated')
    const moved = await moveAmendment(
      tx,
      item,
      decision.to,
      { decidedBy: actor.participant, ...(input.reason?.trim() && { reason: input.reason.trim() }) },
      at,
    )
    if (!moved) return refuse('changed-meanwhile')
    if (update) {
      const delegations = [...item.proposers, ...item.sponsors]
      const author = { client, participant: undefined, amendment: item.id, delegations }
      const { document } = item.recommendation
      await bindDocumentAuthor(tx, document, author, at)
      await appendDocumentUpdate(tx, { document, payload: update, participant: actor.participant, at })
    }
    const version = await freezeText(tx, item.recommendation, 'amendment-accepted', actor, at)
    await appendAuditEvent(tx, {
      type: input.chosen ? 'amendment.accepted-in-part' : 'amendment.accepted',
      subject: { kind: 'amendment', id: item.id },
      meeting: item.recommendation.meeting,
      actor,
      reason: input.reason?.trim() || undefined,
      detail: {
        recommendation: item.recommendation.id,
        version: version.number,
        ...(input.chosen && { chosen: [...input.chosen] }),
      },
      at,
    })
    return { ok: true }
  })
}

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
    const at = new Date()
    if (!(await moveAmendment(tx, item, decision.to, { decidedBy: actor.participant, reason }, at))) {
      return refuse('changed-meanwhile')
    }
    await appendAuditEvent(tx, {
      type: 'amendment.rejected',
      subject: { kind: 'amendment', id: item.id },
      meeting: item.recommendation.meeting,
      actor,
      reason,
      detail: { recommendation: item.recommendation.id },
      at,
    })
    return { ok: true }
  })
}
