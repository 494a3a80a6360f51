import type { Db } from '#db/client'
import { moveAmendment } from '#db/queries/amendments'
import { raiseAccessVersion } from '#db/queries/documents'
import { decideAmendment } from '#domain/decide'
import type { AmendmentId } from '#domain/ids'
import { isSignedIn, type Actor } from '#domain/people/participants'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { settleSubAmendments } from '#server/texts/settle-sub-amendments'

/** Its proposer takes an amendment back; once it was tabled it stays visible as withdrawn. */
export function withdrawAmendment(
  db: Db,
  actor: Actor,
  input: { amendment: AmendmentId; reason?: string },
): Promise<Result> {
  return command(db, actor, async ({ tx, see, decided, record }) => {
    const item = await see.amendment(input.amendment)
    const to = decided(decideAmendment(item, 'withdraw', actor))
    await raiseAccessVersion(tx, item.document)
    const at = new Date()
    if (!(await moveAmendment(tx, item, to, {}, at))) return refuse('changed-meanwhile')
    const settled = isSignedIn(actor) && (await settleSubAmendments(tx, actor, item, to, at))
    if (settled && !settled.ok) return settled
    const event = {
      subject: item.id,
      meeting: item.recommendation.meeting,
      reason: input.reason?.trim() || undefined,
      at,
    }
    const recommendation = item.recommendation.id
    const parties = [...item.proposers, ...item.sponsors, ...item.invited]
    await record(
      // A draft that no one else knew of is dropped among those who wrote it.
      item.wasTabled
        ? { ...event, type: 'amendment.withdrawn', detail: { recommendation } }
        : { ...event, type: 'amendment.draft-withdrawn', detail: { recommendation, parties } },
    )
    return { ok: true }
  })
}
