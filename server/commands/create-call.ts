import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { appendAuditEvent } from '#db/queries/audit-events'
import { findCall, insertCall, moveCall, publishSubmissions } from '#db/queries/calls'
import { findList } from '#db/queries/lists'
import type { CallId, ListId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import { isSignedIn, type Actor } from '#domain/participants'
import { can } from '#domain/permissions'
import { decideCall, type CallAction } from '#domain/status'
import { refuse, type Result } from './refusal'
import { inTransaction } from './transaction'

/** The secretariat prepares a call for comments on an issued list; it is seen once it is opened. */
export function createCall(
  db: Db,
  actor: Actor,
  input: { list: ListId; title: LocalizedText; instructions: string; deadline: Date },
  at = new Date(),
): Promise<Result<{ call: CallId }>> {
  return inTransaction<Result<{ call: CallId }>>(db, async (tx) => {
    const list = await findList(tx, input.list)
    if (!isSignedIn(actor) || !can(actor, 'call.create', undefined)) return refuse('not-permitted')
    if (list?.kind !== 'preliminary') return refuse('not-found')
    if (input.deadline <= at) return refuse('deadline-passed')
    const id = ulid() as CallId
    await insertCall(tx, { id, ...input, status: 'draft', createdBy: actor.participant, at })
    await appendAuditEvent(tx, {
      type: 'call.created',
      subject: { kind: 'call', id },
      meeting: list.meeting,
      actor,
      detail: { list: list.id, deadline: input.deadline.toISOString() },
      at,
    })
    return { ok: true, call: id }
  })
}

const pastTense = { open: 'opened', close: 'closed', publish: 'published' } as const

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
    const published = input.action === 'publish' ? await publishSubmissions(tx, call.id, at) : undefined
    await appendAuditEvent(tx, {
      type: `call.${pastTense[input.action]}`,
      subject: { kind: 'call', id: call.id },
      meeting: call.meeting,
      actor,
      ...(published !== undefined && { detail: { submissions: published } }),
      at,
    })
    return { ok: true }
  })
}
