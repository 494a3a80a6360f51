import type { Db } from '#db/client'
import { findCall, moveCall, publishSubmissions } from '#db/queries/calls'
import { recordEvent } from '#db/queries/events'
import { decideCall } from '#domain/decide'
import type { CallId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import type { CallAction } from '#domain/status'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'

/** Opens a call, closes it, or publishes what was submitted to it. */
export function moveCallForComments(
  db: Db,
  actor: Actor,
  input: { call: CallId; action: CallAction },
  at = new Date(),
): Promise<Result> {
  return inTransaction<Result>(db, async (tx) => {
    const call = await findCall(tx, input.call)
    if (!call || !can(actor, 'call.see', call)) return refuse('not-found')
    const decision = decideCall(call, input.action, actor)
    if (!decision.ok) return decision
    if (!(await moveCall(tx, call, decision.to))) return refuse('changed-meanwhile')
    const event = { subject: call.id, meeting: call.meeting, actor, at }
    if (input.action === 'publish') {
      const submissions = await publishSubmissions(tx, call.id, at)
      await recordEvent(tx, { ...event, type: 'call.published', detail: { submissions } })
    } else {
      await recordEvent(tx, { ...event, type: input.action === 'open' ? 'call.opened' : 'call.closed' })
    }
    return { ok: true }
  })
}
