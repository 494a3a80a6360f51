import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { insertCall } from '#db/queries/calls'
import { findList } from '#db/queries/lists'
import type { CallId, ListId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import { type Actor } from '#domain/people/participants'
import { titleInGroup } from '#server/commands/groups/title-in-group'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'

/** The secretariat prepares a call for comments on an issued list; it is seen once it is opened. */
export function createCall(
  db: Db,
  actor: Actor,
  input: { list: ListId; title: LocalizedText; instructions: string; deadline: Date },
  at = new Date(),
): Promise<Result<{ call: CallId }>> {
  return command<Result<{ call: CallId }>>(db, actor, async ({ tx, allow, person, record }) => {
    const list = await findList(tx, input.list)
    if (!list) return refuse('not-found')
    allow('call.create', list)
    const by = person()
    if (list.kind !== 'preliminary') return refuse('not-found')
    if (input.deadline <= at) return refuse('deadline-passed')
    const named = await titleInGroup(tx, list.group, input.title)
    if (!named.ok) return named
    const { title } = named
    const id = ulid() as CallId
    await insertCall(tx, { id, ...input, title, status: 'draft', createdBy: by.participant, at })
    await record({
      type: 'call.created',
      subject: id,
      meeting: list.meeting,
      detail: {
        list: list.id,
        deadline: input.deadline.toISOString(),
        title,
        instructions: input.instructions,
      },
      at,
    })
    return { ok: true, call: id }
  })
}
