import type { Db, Tx } from '#db/client'
import { findAmendment, joinAmendment, leaveAmendment, type Amendment } from '#db/queries/amendments'
import { appendAuditEvent } from '#db/queries/audit-events'
import { raiseAccessVersion } from '#db/queries/documents'
import { findDelegation } from '#db/queries/participants'
import { partingOf } from '#domain/amendments'
import type { AmendmentId, DelegationId } from '#domain/ids'
import { isSignedIn, type Actor, type SignedInActor } from '#domain/participants'
import { can } from '#domain/permissions'
import { refuse, type Result } from './refusal'
import { inTransaction } from './transaction'

type Input = { amendment: AmendmentId }

/** Its proposer invites another delegation to draft an amendment with it and to sponsor it. */
export function inviteToAmendment(
  db: Db,
  actor: Actor,
  input: Input & { delegation: DelegationId },
): Promise<Result> {
  return share(db, actor, input, async (tx, item, by) => {
    if (!can(actor, 'amendment.invite', item)) return refuse('not-permitted')
    const invited = await findDelegation(tx, input.delegation)
    if (!invited) return refuse('not-found')
    const parties = [...item.proposers, ...item.sponsors, ...item.invited]
    if (parties.includes(invited.id)) return refuse('nothing-changed')
    await joinAmendment(tx, item.id, invited.id, 'invited', new Date())
    return record(tx, item, by, 'amendment.invited', invited.id)
  })
}

/** A delegation puts its name to an amendment. */
export function sponsorAmendment(db: Db, actor: Actor, input: Input): Promise<Result> {
  return share(db, actor, input, async (tx, item, by) => {
    if (!by.delegation || !can(actor, 'amendment.sponsor', item)) return refuse('not-permitted')
    await joinAmendment(tx, item.id, by.delegation, 'sponsor', new Date())
    const type = item.status === 'draft' ? 'amendment.joined' : 'amendment.sponsored'
    return record(tx, item, by, type, by.delegation)
  })
}

/**
 * A delegation takes its name off an amendment, or declines to join it. Where it was the last to propose it, the
 * sponsor that joined first does from then on.
 */
export function leaveSponsors(db: Db, actor: Actor, input: Input): Promise<Result> {
  return share(db, actor, input, async (tx, item, by) => {
    if (!by.delegation || !can(actor, 'amendment.leave', item)) return refuse('not-permitted')
    const parting = partingOf(item, by.delegation)
    if (parting.becomes === 'withdrawn') return refuse('not-permitted')
    if (parting.becomes === 'handed-over') {
      await joinAmendment(tx, item.id, parting.to, 'proposer', new Date())
      await leaveAmendment(tx, item.id, by.delegation)
      return record(tx, item, by, 'amendment.handed-over', parting.to)
    }
    await leaveAmendment(tx, item.id, by.delegation)
    const type = item.status === 'draft' ? 'amendment.left' : 'amendment.sponsor-left'
    return record(tx, item, by, type, by.delegation)
  })
}

function share(
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

async function record(
  tx: Tx,
  item: Amendment,
  actor: SignedInActor,
  type: string,
  delegation: DelegationId,
): Promise<Result> {
  await raiseAccessVersion(tx, item.document)
  await appendAuditEvent(tx, {
    type,
    subject: { kind: 'amendment', id: item.id },
    meeting: item.recommendation.meeting,
    actor,
    detail: { delegation, parties: [...item.proposers, ...item.sponsors, ...item.invited] },
    at: new Date(),
  })
  return { ok: true }
}
