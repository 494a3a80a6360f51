import type { Db } from '#db/client'
import { listTopics } from '#db/queries/meetings'
import type { MeetingId } from '#domain/ids'
import { agendaKey, agendaOf } from '#domain/meetings/agenda'
import type { Actor } from '#domain/people/participants'
import { command } from '#server/frame/command'
import type { Result } from '#server/frame/refusal'
import { leadRoom } from './lead-room'

/** The Chair says at which item of its agenda the meeting is. */
export function moveOnAgenda(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; item: string },
): Promise<Result> {
  return command(db, actor, async (frame) => {
    const { tx } = frame
    const topics = await listTopics(tx, input.meeting)
    const agenda = agendaOf(topics.map((topic) => topic.id)).find(
      (agendaItem) => agendaKey(agendaItem) === input.item,
    )
    return leadRoom(frame, input.meeting, (room) => {
      if (!agenda) return { refusal: 'not-found' }
      if (room.agenda && agendaKey(room.agenda) === input.item) return { refusal: 'nothing-changed' }
      return { room: { ...room, agenda }, event: { type: 'room.agenda-moved', detail: { item: input.item } } }
    })
  })
}
