import type { Db, Tx } from '#db/client'
import { listChangeStates, settleChanges } from '#db/queries/amendment-changes'
import { findAmendment, moveAmendment, type Amendment } from '#db/queries/amendments'
import { appendAuditEvent } from '#db/queries/audit-events'
import { raiseAccessVersion } from '#db/queries/documents'
import type { AmendmentId } from '#domain/ids'
import { decisionFor, type AmendmentDecision, type Outcome } from '#domain/outcomes'
import { isSignedIn, type Actor, type SignedInActor } from '#domain/participants'
import { can, isOpenText } from '#domain/permissions'
import { decideAmendment } from '#domain/status'
import { makeAcceptance } from './amendment-texts'
import { appendAuthoredUpdate } from './append-authored-update'
import { newClientId } from './draft-recommendation'
import { freezeText } from './freeze-text'
import { refuse, type Result } from './refusal'
import { settleSubAmendments } from './settle-sub-amendments'
import { readTabledAmendments } from './tabled-changes'
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
    const decision = decideAmendment(item, input.chosen ? 'accept-in-part' : 'accept', actor)
    if (!decision.ok) return decision
    if (!isSignedIn(actor) || item.kind !== 'text' || item.parent) return refuse('not-permitted')
    if (!isOpenText(item.recommendation)) return refuse('text-closed')
    if (input.chosen?.length === 0) return refuse('nothing-chosen')
    // First of all: from here on no edit slips in between what is read and what is decided.
    await raiseAccessVersion(tx, item.recommendation.document)
    const at = new Date()
    const chosen = input.chosen && new Set(input.chosen)
    const moved = newClientId()
    const { preview, update } = await makeAcceptance(tx, item, moved, chosen)
    if (preview.seen !== input.seen) return refuse('preview-outdated')
    if (update && !(await appendAuthoredUpdate(tx, actor, item.recommendation.document, update, moved, at)))
      return refuse('changed-meanwhile')
    const version = await freezeText(tx, item.recommendation, 'amendment-accepted', actor, at)
    const outcomes = new Map(
      preview.merge.changes.map(({ index }): [number, Outcome] => [
        index,
        !chosen || chosen.has(index) ? 'accepted' : 'rejected',
      ]),
    )
    return settleAmendment(tx, actor, item, outcomes, {
      at,
      reason: input.reason,
      detail: { version: version.number, ...(input.chosen && { chosen: [...input.chosen] }) },
    })
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
    const changes = (await readTabledAmendments(tx, [item])).get(item.id)?.changes ?? []
    const outcomes = new Map(changes.map(({ index }): [number, Outcome] => [index, 'rejected']))
    return settleAmendment(tx, actor, item, outcomes, { at: new Date(), reason })
  })
}

const events: Record<AmendmentDecision, string> = {
  accept: 'amendment.accepted',
  'accept-in-part': 'amendment.accepted-in-part',
  reject: 'amendment.rejected',
  supersede: 'amendment.superseded',
}

/**
 * Records what became of an amendment's changes and, once each of them is decided, of the amendment itself. What
 * was decided before stays as it is.
 */
export async function settleAmendment(
  tx: Tx,
  actor: SignedInActor,
  item: Amendment,
  outcomes: ReadonlyMap<number, Outcome>,
  { at, reason, detail }: { at: Date; reason?: string | undefined; detail?: Record<string, unknown> },
): Promise<Result> {
  await settleChanges(tx, item.id, outcomes, actor.participant, at)
  const changes = (await readTabledAmendments(tx, [item])).get(item.id)?.changes ?? []
  const states = (await listChangeStates(tx, [item.id])).get(item.id) ?? []
  const action = decisionFor(
    changes.map(({ index }) => states.find((state) => state.index === index)?.outcome),
  )
  const words = reason?.trim() || undefined
  if (action !== undefined) {
    const decision = decideAmendment(item, action, actor)
    if (!decision.ok) return decision
    const decided = { decidedBy: actor.participant, ...(words && { reason: words }) }
    if (!(await moveAmendment(tx, item, decision.to, decided, at))) return refuse('changed-meanwhile')
    const settled = await settleSubAmendments(tx, actor, item, decision.to, at)
    if (!settled.ok) return settled
  }
  await appendAuditEvent(tx, {
    type: action === undefined ? 'amendment.changes-decided' : events[action],
    subject: { kind: 'amendment', id: item.id },
    meeting: item.recommendation.meeting,
    actor,
    ...(words && { reason: words }),
    detail: {
      recommendation: item.recommendation.id,
      outcomes: Object.fromEntries(outcomes),
      ...detail,
    },
    at,
  })
  return { ok: true }
}
