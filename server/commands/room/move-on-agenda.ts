import type { Db } from '#db/client'
import { listTopics } from '#db/queries/meetings'
import type { MeetingId } from '#domain/ids'
import { agendaKey, agendaOf } from '#domain/meetings/agenda'
import type { Actor } from '#domain/people/participants'
import type { Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'
import { lead } from './leading'

/** The Chair says at which item of its agenda the meeting is. */
export function moveOnAgenda(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; item: string },
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const topics = await listTopics(tx, input.meeting)
    const agenda = agendaOf(topics.map((topic) => topic.id)).find((one) => agendaKey(one) === input.item)
    return lead(tx, actor, input.meeting, (room) => {
      if (!agenda) return { refusal: 'not-found' }
      if (room.agenda && agendaKey(room.agenda) === input.item) return { refusal: 'nothing-changed' }
      return { room: { ...room, agenda }, event: { type: 'room.agenda-moved', detail: { item: input.item } } }
    })
  })
}
