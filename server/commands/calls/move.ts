import type { Db } from '#db/client'
import { moveCall, publishSubmissions } from '#db/queries/calls'
import { decideCall } from '#domain/decide'
import type { CallId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import type { CallAction } from '#domain/status'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'

/** Opens a call, closes it, or publishes what was submitted to it. */
export function moveCallForComments(
  db: Db,
  actor: Actor,
  input: { call: CallId; action: CallAction },
  at = new Date(),
): Promise<Result> {
  return command<Result>(db, actor, async ({ tx, see, decided, record }) => {
    const call = await see.call(input.call)
    const to = decided(decideCall(call, input.action, actor))
    if (!(await moveCall(tx, call, to))) return refuse('changed-meanwhile')
    const event = { subject: call.id, meeting: call.meeting, at }
    if (input.action === 'publish') {
      const submissions = await publishSubmissions(tx, call.id, at)
      await record({ ...event, type: 'call.published', detail: { submissions } })
    } else {
      await record({ ...event, type: input.action === 'open' ? 'call.opened' : 'call.closed' })
    }
    return { ok: true }
  })
}
