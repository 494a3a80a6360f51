import type { Db, Tx } from '#db/client'
import { appendAuditEvent } from '#db/queries/audit-events'
import { raiseAccessVersion } from '#db/queries/documents'
import { findDelegation } from '#db/queries/participants'
import {
  findRecommendation,
  givePen,
  insertSponsor,
  leaveRecommendation,
  takeBackPen,
} from '#db/queries/recommendations'
import type { DelegationId, RecommendationId } from '#domain/ids'
import { isSignedIn, type Actor, type SignedInActor } from '#domain/participants'
import { can, type Action } from '#domain/permissions'
import type { Recommendation } from '#domain/recommendations'
import { refuse, type Result } from './refusal'
import { inTransaction } from './transaction'

type Input = { recommendation: RecommendationId }
type WithDelegation = Input & { delegation: DelegationId }

/** The proposers of a draft let another delegation see and write it. */
export const inviteDelegation = (db: Db, actor: Actor, input: WithDelegation): Promise<Result> =>
  share(db, actor, input, 'recommendation.invite', async (tx, item, by, at) => {
    const { delegation } = input
    if (!(await findDelegation(tx, delegation))) return refuse('not-found')
    if ([...item.proposers, ...item.invited].includes(delegation)) return refuse('nothing-changed')
    await insertSponsor(tx, item.id, { delegation, role: 'invited', position: item.invited.length, at })
    return record(tx, item, by, 'recommendation.invited', { delegation }, at)
  })

/** The proposers of a draft take an invitation back. */
export const uninviteDelegation = (db: Db, actor: Actor, input: WithDelegation): Promise<Result> =>
  share(db, actor, input, 'recommendation.invite', async (tx, item, by, at) => {
    const { delegation } = input
    if (!item.invited.includes(delegation)) return refuse('nothing-changed')
    await leaveRecommendation(tx, item.id, delegation)
    return record(tx, item, by, 'recommendation.left', { delegation }, at)
  })

/** A delegation puts its name to a tabled recommendation. */
export const sponsorRecommendation = (db: Db, actor: Actor, input: Input): Promise<Result> =>
  share(db, actor, input, 'recommendation.sponsor', async (tx, item, by, at) => {
    const { delegation } = by
    if (!delegation) return refuse('not-permitted')
    await insertSponsor(tx, item.id, { delegation, role: 'sponsor', position: item.sponsors.length, at })
    return record(tx, item, by, 'recommendation.sponsored', { delegation }, at)
  })

/** A delegation takes its name off a recommendation, or leaves a draft that it was invited to. */
export const leaveSponsorship = (db: Db, actor: Actor, input: Input): Promise<Result> =>
  share(db, actor, input, 'recommendation.leave', async (tx, item, by, at) => {
    const { delegation } = by
    if (!delegation) return refuse('not-permitted')
    await leaveRecommendation(tx, item.id, delegation)
    const type = item.status === 'draft' ? 'recommendation.left' : 'recommendation.sponsor-left'
    return record(tx, item, by, type, { delegation }, at)
  })

/** A delegation may edit the working text directly, until it is taken back or the time is over. */
export const giveThePen = (db: Db, actor: Actor, input: WithDelegation & { until?: Date }): Promise<Result> =>
  share(db, actor, input, 'recommendation.give-pen', async (tx, item, by, at) => {
    const { delegation, until } = input
    if (!(await findDelegation(tx, delegation))) return refuse('not-found')
    if (until && until <= at) return refuse('deadline-passed')
    await givePen(tx, {
      recommendation: item.id,
      delegation,
      by: by.participant,
      at,
      ...(until && { until }),
    })
    const detail = { delegation, ...(until && { until: until.toISOString() }) }
    return record(tx, item, by, 'recommendation.pen-given', detail, at)
  })

/** A delegation may no longer edit the working text; open connections learn of it at once. */
export const takeThePen = (db: Db, actor: Actor, input: WithDelegation): Promise<Result> =>
  share(db, actor, input, 'recommendation.give-pen', async (tx, item, by, at) => {
    const { delegation } = input
    if (!item.penHolders.includes(delegation)) return refuse('nothing-changed')
    await takeBackPen(tx, item.id, delegation)
    return record(tx, item, by, 'recommendation.pen-taken-back', { delegation }, at)
  })

type ShareAction = Extract<
  Action,
  'recommendation.invite' | 'recommendation.sponsor' | 'recommendation.leave' | 'recommendation.give-pen'
>

function share(
  db: Db,
  actor: Actor,
  input: Input,
  action: ShareAction,
  change: (tx: Tx, item: Recommendation, by: SignedInActor, at: Date) => Promise<Result>,
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const item = await findRecommendation(tx, input.recommendation)
    if (!item || !isSignedIn(actor) || !can(actor, 'recommendation.see', item)) return refuse('not-found')
    if (!can(actor, action, item)) return refuse('not-permitted')
    // First of all: from here on no edit slips in between what is read and what is decided.
    await raiseAccessVersion(tx, item.document)
    return change(tx, item, actor, new Date())
  })
}

async function record(
  tx: Tx,
  item: Recommendation,
  actor: SignedInActor,
  type: string,
  detail: Record<string, string>,
  at: Date,
): Promise<Result> {
  await appendAuditEvent(tx, {
    type,
    subject: { kind: 'recommendation', id: item.id },
    meeting: item.meeting,
    actor,
    detail: { ...detail, parties: [...item.proposers, ...item.invited] },
    at,
  })
  return { ok: true }
}
