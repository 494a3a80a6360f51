import type { Db, Tx } from '#db/client'
import { findAmendment, type Amendment } from '#db/queries/amendments'
import { raiseAccessVersion } from '#db/queries/documents'
import { recordEvent } from '#db/queries/events'
import type { AmendmentId, DelegationId } from '#domain/ids'
import { isSignedIn, type Actor, type SignedInActor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'

export type Input = { amendment: AmendmentId }

export function share(
  db: Db,
  actor: Actor,
  input: Input,
  change: (tx: Tx, item: Amendment, by: SignedInActor) => Promise<Result>,
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const item = await findAmendment(tx, input.amendment)
    if (!item || !isSignedIn(actor) || !can(actor, 'amendment.see', item)) return refuse('not-found')
    return change(tx, item, actor)
  })
}

type DraftingEvent = 'amendment.invited' | 'amendment.joined' | 'amendment.left'
type SponsorEvent = 'amendment.sponsored' | 'amendment.sponsor-left' | 'amendment.handed-over'

/** Records who drafts a private amendment: only its drafters learn of it. */
export async function recordDrafters(
  tx: Tx,
  item: Amendment,
  actor: SignedInActor,
  type: DraftingEvent,
  delegation: DelegationId,
): Promise<Result> {
  await raiseAccessVersion(tx, item.document)
  await recordEvent(tx, {
    type,
    subject: item.id,
    meeting: item.recommendation.meeting,
    actor,
    detail: { delegation, parties: [...item.proposers, ...item.sponsors, ...item.invited] },
    at: new Date(),
  })
  return { ok: true }
}

/** Records who puts their name to a tabled amendment. */
export async function recordSponsors(
  tx: Tx,
  item: Amendment,
  actor: SignedInActor,
  type: SponsorEvent,
  delegation: DelegationId,
): Promise<Result> {
  await raiseAccessVersion(tx, item.document)
  await recordEvent(tx, {
    type,
    subject: item.id,
    meeting: item.recommendation.meeting,
    actor,
    detail: { delegation },
    at: new Date(),
  })
  return { ok: true }
}
