import type { Tx } from '#db/client'
import { listChangeStates, settleChanges } from '#db/queries/amendment-changes'
import { moveAmendment, type Amendment } from '#db/queries/amendments'
import { recordEvent } from '#db/queries/events'
import { decideAmendment } from '#domain/decide'
import type { EventType } from '#domain/events/events'
import type { AmendmentId } from '#domain/ids'
import { decisionFor, type AmendmentDecision, type ChangeDecision } from '#domain/negotiation/outcomes'
import type { SignedInActor } from '#domain/people/participants'
import type { EmptiedBracket } from '#domain/text/brackets'
import { refuse, type Result } from '#server/frame/refusal'
import { outcomeFacts } from './outcome-facts'
import { settleSubAmendments } from './settle-sub-amendments'
import { readTabledAmendments } from './tabled-changes'

const eventOf = {
  accept: 'amendment.accepted',
  'accept-in-part': 'amendment.accepted-in-part',
  reject: 'amendment.rejected',
  supersede: 'amendment.superseded',
} as const satisfies Record<AmendmentDecision, EventType>

/** Where the words went: into a version of the text, or into the amendment that it amends. */
type Settlement = { version?: number; amends?: AmendmentId; emptied?: EmptiedBracket[] }

/**
 * Records what became of an amendment's changes and, once each of them is decided, of the amendment itself. What
 * was decided before stays as it is.
 */
export async function settleAmendment(
  tx: Tx,
  actor: SignedInActor,
  item: Amendment,
  decided: ReadonlyMap<number, ChangeDecision>,
  { at, reason, detail }: { at: Date; reason?: string | undefined; detail?: Settlement },
): Promise<Result> {
  await settleChanges(tx, item.id, decided, actor.participant, at)
  const changes = (await readTabledAmendments(tx, [item])).get(item.id)?.changes ?? []
  const states = (await listChangeStates(tx, [item.id])).get(item.id) ?? []
  const action = decisionFor(
    changes.map(({ index }) => states.find((state) => state.index === index)?.outcome),
  )
  const words = reason?.trim() || undefined
  if (action !== undefined) {
    const decision = decideAmendment(item, action, actor)
    if (!decision.ok) return decision
    const facts = { decidedBy: actor.participant, ...(words && { reason: words }) }
    if (!(await moveAmendment(tx, item, decision.to, facts, at))) return refuse('changed-meanwhile')
    const settled = await settleSubAmendments(tx, actor, item, decision.to, at)
    if (!settled.ok) return settled
  }
  await recordEvent(tx, {
    type: action === undefined ? 'amendment.changes-decided' : eventOf[action],
    subject: item.id,
    meeting: item.recommendation.meeting,
    actor,
    ...(words && { reason: words }),
    detail: {
      recommendation: item.recommendation.id,
      ...outcomeFacts(decided),
      ...detail,
    },
    at,
  })
  return { ok: true }
}
