import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { insertCall } from '#db/queries/calls'
import { recordEvent } from '#db/queries/events'
import { findList } from '#db/queries/lists'
import type { CallId, ListId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import { isSignedIn, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'

/** The secretariat prepares a call for comments on an issued list; it is seen once it is opened. */
export function createCall(
  db: Db,
  actor: Actor,
  input: { list: ListId; title: LocalizedText; instructions: string; deadline: Date },
  at = new Date(),
): Promise<Result<{ call: CallId }>> {
  return inTransaction<Result<{ call: CallId }>>(db, async (tx) => {
    const list = await findList(tx, input.list)
    if (!list) return refuse('not-found')
    if (!isSignedIn(actor) || !can(actor, 'call.create', list)) return refuse('not-permitted')
    if (list.kind !== 'preliminary') return refuse('not-found')
    if (input.deadline <= at) return refuse('deadline-passed')
    const id = ulid() as CallId
    await insertCall(tx, { id, ...input, status: 'draft', createdBy: actor.participant, at })
    await recordEvent(tx, {
      type: 'call.created',
      subject: id,
      meeting: list.meeting,
      actor,
      detail: {
        list: list.id,
        deadline: input.deadline.toISOString(),
        title: input.title,
        instructions: input.instructions,
      },
      at,
    })
    return { ok: true, call: id }
  })
}
