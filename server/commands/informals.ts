import { ulid } from 'ulid'
import * as Y from 'yjs'
import type { Db, Tx } from '#db/client'
import {
  findAmendment,
  insertAmendment,
  joinAmendment,
  leaveAmendment,
  moveAmendment,
} from '#db/queries/amendments'
import { appendAuditEvent } from '#db/queries/audit-events'
import { loadDocument, raiseAccessVersion } from '#db/queries/documents'
import {
  endInformal,
  findInformal,
  insertInformal,
  leaveInformalGroup,
  lockInformal,
  type Informal,
} from '#db/queries/informals'
import { findDelegation } from '#db/queries/participants'
import { findRecommendation } from '#db/queries/recommendations'
import type { AmendmentId, DelegationId, InformalId, RecommendationId } from '#domain/ids'
import { isSignedIn, type Actor, type SignedInActor } from '#domain/participants'
import { can } from '#domain/permissions'
import { decideInformal } from '#domain/status'
import { forkText } from './fork-text'
import { freezeText } from './freeze-text'
import { refuse, type Result } from './refusal'
import { inTransaction } from './transaction'

/** A group is at least two. */
const fewestMembers = 2

/**
 * The Chair sends a paragraph to informals: the delegations of a small group get a fork of its text that only they
 * and the Chair see. It is the draft of an amendment of which they all are the proposers.
 */
export function startInformals(
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId; delegations: readonly DelegationId[]; task: string },
): Promise<Result<{ informal: InformalId }>> {
  return inTransaction(db, async (tx) => {
    const item = await findRecommendation(tx, input.recommendation)
    if (!item || !can(actor, 'recommendation.see', item)) return refuse('not-found')
    if (!isSignedIn(actor) || !can(actor, 'informal.start', item))
      return refuse(isChair(actor) ? 'wrong-status' : 'not-permitted')
    const members = [...new Set(input.delegations)]
    for (const delegation of members) if (!(await findDelegation(tx, delegation))) return refuse('not-found')
    const [first, ...others] = members
    if (!first || members.length < fewestMembers) return refuse('too-few-members')
    const at = new Date()
    const base = await freezeText(tx, item, 'amendment-base', actor, at)
    const { doc } = await loadDocument(tx, item.document)
    const fork = { document: item.document, base: Y.encodeStateAsUpdate(doc), language: item.language }
    doc.destroy()
    const document = await forkText(tx, fork, at)
    const [amendment, informal] = [ulid() as AmendmentId, ulid() as InformalId]
    await insertAmendment(tx, {
      id: amendment,
      recommendation: item.id,
      document,
      baseVersion: base.id,
      language: item.language,
      text: base.text,
      rationale: '',
      proposer: first,
      createdBy: actor.participant,
      at,
    })
    for (const delegation of others) await joinAmendment(tx, amendment, delegation, 'proposer', at)
    await insertInformal(tx, {
      id: informal,
      recommendation: item.id,
      amendment,
      members,
      task: input.task.trim(),
      startedBy: actor.participant,
      at,
    })
    await appendAuditEvent(tx, {
      type: 'informal.started',
      subject: { kind: 'amendment', id: amendment },
      meeting: item.meeting,
      actor,
      detail: { recommendation: item.id, informal, members, base: base.number },
      at,
    })
    return { ok: true, informal }
  })
}

const isChair = (actor: Actor) => isSignedIn(actor) && actor.role === 'chair'

/** A delegation leaves the group; what it wrote stays, and stays its own. */
export function leaveInformals(db: Db, actor: Actor, input: { informal: InformalId }): Promise<Result> {
  return change(db, actor, input.informal, async (tx, item, by, at) => {
    if (!by.delegation || !can(actor, 'informal.leave', item)) return refuse('not-permitted')
    if (item.members.length === 1) return refuse('last-member')
    await leaveInformalGroup(tx, item.id, by.delegation, at)
    await leaveAmendment(tx, item.amendment, by.delegation)
    return record(tx, item, by, { type: 'informal.left', detail: { delegation: by.delegation }, at })
  })
}

/** The Chair ends the group's work without a text; the reason is told to the room. */
export function dissolveInformals(
  db: Db,
  actor: Actor,
  input: { informal: InformalId; reason: string },
): Promise<Result> {
  return change(db, actor, input.informal, async (tx, item, by, at) => {
    const decision = decideInformal(item, 'dissolve', actor)
    if (!decision.ok) return decision
    const reason = input.reason.trim()
    if (reason === '') return refuse('reason-required')
    const amendment = await findAmendment(tx, item.amendment)
    if (!amendment) return refuse('not-found')
    const ended = await endInformal(tx, item, { to: decision.to, by: by.participant, reason, at })
    const moved = ended && (await moveAmendment(tx, amendment, 'withdrawn', {}, at))
    if (!moved) return refuse('changed-meanwhile')
    return record(tx, item, by, { type: 'informal.dissolved', reason, detail: {}, at })
  })
}

function change(
  db: Db,
  actor: Actor,
  id: InformalId,
  work: (tx: Tx, item: Informal, by: SignedInActor, at: Date) => Promise<Result>,
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    await lockInformal(tx, id)
    const item = await findInformal(tx, id)
    if (!item || !isSignedIn(actor) || !can(actor, 'informal.see', item)) return refuse('not-found')
    return work(tx, item, actor, new Date())
  })
}

async function record(
  tx: Tx,
  item: Informal,
  actor: SignedInActor,
  event: { type: string; reason?: string; detail: Record<string, string>; at: Date },
): Promise<Result> {
  const amendment = await findAmendment(tx, item.amendment)
  if (amendment) await raiseAccessVersion(tx, amendment.document)
  await appendAuditEvent(tx, {
    ...event,
    subject: { kind: 'amendment', id: item.amendment },
    meeting: item.recommendation.meeting,
    actor,
    detail: { recommendation: item.recommendation.id, informal: item.id, ...event.detail },
  })
  return { ok: true }
}
