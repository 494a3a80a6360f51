import type { Db } from '#db/client'
import { type Amendment } from '#db/queries/amendments'
import { decideAmendment } from '#domain/decide'
import type { AmendmentId } from '#domain/ids'
import { decisionsOf } from '#domain/negotiation/outcomes'
import { type Actor, type SignedInActor } from '#domain/people/participants'
import { command, type Frame } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { settleAmendment } from '#server/texts/settle-amendment'
import { readTabledAmendments } from '#server/texts/tabled-changes'

/** Accepts an amendment of one kind as a whole; `work` does what it proposes. */
export function acceptWhole(
  db: Db,
  actor: Actor,
  id: AmendmentId,
  kind: Amendment['kind'],
  work: (frame: Frame, item: Amendment, by: SignedInActor, at: Date) => Promise<Result>,
): Promise<Result> {
  return command(db, actor, async (frame) => {
    const { tx, see, person, decided } = frame
    const item = await see.amendment(id)
    decided(decideAmendment(item, 'accept', actor))
    const by = person()
    if (item.kind !== kind) return refuse('not-permitted')
    const at = new Date()
    const done = await work(frame, item, by, at)
    if (!done.ok) return done
    const changes = (await readTabledAmendments(tx, [item])).get(item.id)?.changes ?? []
    const accepted = decisionsOf(
      changes.map(({ index }) => [index, 'accepted'] as const),
      undefined,
    )
    return settleAmendment(tx, by, item, accepted, { at })
  })
}
