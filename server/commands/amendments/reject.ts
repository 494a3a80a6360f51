import type { Db } from '#db/client'
import { decideAmendment } from '#domain/decide'
import type { AmendmentId } from '#domain/ids'
import { decisionsOf } from '#domain/negotiation/outcomes'
import type { Actor } from '#domain/people/participants'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { settleAmendment } from '#server/texts/settle-amendment'
import { readTabledAmendments } from '#server/texts/tabled-changes'

/** An amendment is not taken; its proposer is told why. */
export function rejectAmendment(
  db: Db,
  actor: Actor,
  input: { amendment: AmendmentId; reason: string },
): Promise<Result> {
  return command(db, actor, async ({ tx, see, person, decided }) => {
    const item = await see.amendment(input.amendment)
    decided(decideAmendment(item, 'reject', actor))
    const by = person()
    const reason = input.reason.trim()
    if (reason === '') return refuse('reason-required')
    const changes = (await readTabledAmendments(tx, [item])).get(item.id)?.changes ?? []
    const rejected = decisionsOf(
      changes.map(({ index }) => [index, 'rejected'] as const),
      reason,
    )
    return settleAmendment(tx, by, item, rejected, { at: new Date(), reason })
  })
}
