import type { Tx } from '#db/client'
import { listChangeStates, settleChanges } from '#db/queries/amendment-changes'
import { moveAmendment, type Amendment } from '#db/queries/amendments'
import { recordEvent } from '#db/queries/events'
import { decideAmendment } from '#domain/decide'
import { decisionOnRest, type ChangeDecision, type OutcomeCause } from '#domain/negotiation/outcomes'
import { isSignedIn, type Actor } from '#domain/people/participants'
import type { AmendmentStatus } from '#domain/status'
import { refuse, type Result } from '#server/frame/refusal'
import { outcomeFacts } from './outcome-facts'
import { readTabledAmendments } from './tabled-changes'

/** The decision on something else from which it follows. */
export type Superseding = {
  cause: OutcomeCause
  reason?: string | undefined
  at: Date
  /** What became of the amendment that it amends. */
  became?: AmendmentStatus
}

const eventOf = { supersede: 'amendment.superseded', 'supersede-rest': 'amendment.accepted-in-part' } as const

/**
 * Takes an amendment off the table because of a decision on something else. Its open changes are superseded, each
 * with the cause; what was decided on a change before stays as it is.
 */
export async function supersedeAmendment(
  tx: Tx,
  actor: Actor,
  item: Amendment,
  { cause, at, became, ...given }: Superseding,
): Promise<Result> {
  const reason = given.reason?.trim() || undefined
  const changes = (await readTabledAmendments(tx, [item])).get(item.id)?.changes ?? []
  const states = (await listChangeStates(tx, [item.id])).get(item.id) ?? []
  const outcomeAt = (index: number) => states.find((state) => state.index === index)?.outcome
  const action = decisionOnRest(changes.map(({ index }) => outcomeAt(index)))
  const decision = decideAmendment(item, action, actor)
  if (!decision.ok) return decision
  const decided = new Map(
    changes.flatMap(({ index }): [number, ChangeDecision][] =>
      outcomeAt(index) ? [] : [[index, { outcome: 'superseded', cause, ...(reason && { reason }) }]],
    ),
  )
  const by = isSignedIn(actor) ? actor.participant : undefined
  await settleChanges(tx, item.id, decided, by, at)
  const facts = { ...(by && { decidedBy: by }), decidedAt: at, ...(reason && { reason }) }
  if (!(await moveAmendment(tx, item, decision.to, facts, at))) return refuse('changed-meanwhile')
  await recordEvent(tx, {
    type: eventOf[action],
    subject: item.id,
    meeting: item.recommendation.meeting,
    actor,
    ...(reason && { reason }),
    detail: {
      recommendation: item.recommendation.id,
      ...(item.parent && { amends: item.parent.id }),
      ...(became && { became }),
      ...outcomeFacts(decided),
    },
    at,
  })
  return { ok: true }
}
