import type { Db, Tx } from '#db/client'
import { findAmendment } from '#db/queries/amendments'
import { appendAuditEvent } from '#db/queries/audit-events'
import { findMeeting, listTopics, type Meeting } from '#db/queries/meetings'
import { findRecommendation } from '#db/queries/recommendations'
import { findMeetingRoom, lockRoom, saveMeetingRoom, type MeetingRoom } from '#db/queries/rooms'
import { agendaKey, agendaOf } from '#domain/agenda'
import type { AmendmentId, MeetingId, RecommendationId } from '#domain/ids'
import type { Actor } from '#domain/participants'
import { can } from '#domain/permissions'
import type { RoomView } from '#domain/room'
import { refuse, type Refusal, type Result } from './refusal'
import { inTransaction } from './transaction'

/** The Chair puts a text on the screen; everybody who follows is taken there. */
export function showInRoom(
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId },
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const item = await findRecommendation(tx, input.recommendation)
    if (!item || !can(actor, 'recommendation.see', item)) return refuse('not-found')
    // What only its drafters may see is on no screen.
    const refusal = item.status === 'draft' ? ('wrong-status' as const) : undefined
    return lead(tx, actor, item.meeting, (room) =>
      refusal
        ? { refusal }
        : {
            room: {
              ...room,
              recommendation: item.id,
              view: room.view === 'amendment' ? 'amendments' : room.view,
              amendment: undefined,
              agenda: item.topic ? { kind: 'topic', topic: item.topic } : room.agenda,
            },
            type: 'room.shown',
            detail: { recommendation: item.id },
          },
    )
  })
}

/** The Chair chooses what of the text the room sees: the text alone, all that is tabled, or one amendment large. */
export function chooseRoomView(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; view: RoomView; amendment?: AmendmentId | undefined },
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const amendment =
      input.view === 'amendment' && input.amendment ? await findAmendment(tx, input.amendment) : undefined
    return lead(tx, actor, input.meeting, (room) => {
      if (!room.recommendation) return { refusal: 'nothing-shown' }
      if (input.view === 'amendment') {
        const isHere =
          amendment?.recommendation.id === room.recommendation && can(actor, 'amendment.see', amendment)
        if (!isHere) return { refusal: 'not-found' }
        // A draft is its drafters' own, also where one of them leads the room.
        if (amendment.status !== 'tabled') return { refusal: 'wrong-status' }
      }
      return {
        room: { ...room, view: input.view, amendment: amendment?.id },
        type: 'room.view-chosen',
        detail: { view: input.view, ...(amendment && { amendment: amendment.id }) },
      }
    })
  })
}

/** The Chair takes the text off the screen. */
export function clearRoom(db: Db, actor: Actor, input: { meeting: MeetingId }): Promise<Result> {
  return inTransaction(db, (tx) =>
    lead(tx, actor, input.meeting, (room) =>
      room.recommendation
        ? {
            room: { ...room, recommendation: undefined, amendment: undefined, view: 'amendments' },
            type: 'room.cleared',
            detail: {},
          }
        : { refusal: 'nothing-changed' },
    ),
  )
}

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
      return { room: { ...room, agenda }, type: 'room.agenda-moved', detail: { item: input.item } }
    })
  })
}

type Change = { room: MeetingRoom; type: string; detail: Record<string, string> } | { refusal: Refusal }

async function lead(
  tx: Tx,
  actor: Actor,
  id: MeetingId,
  change: (room: MeetingRoom, meeting: Meeting) => Change,
): Promise<Result> {
  const meeting = await findMeeting(tx, id)
  if (!meeting || !can(actor, 'meeting.see', meeting)) return refuse('not-found')
  if (!can(actor, 'room.lead', undefined)) return refuse('not-permitted')
  await lockRoom(tx, id)
  const made = change(await findMeetingRoom(tx, id), meeting)
  if ('refusal' in made) return refuse(made.refusal)
  const at = new Date()
  await saveMeetingRoom(tx, id, made.room, at)
  const { type, detail } = made
  await appendAuditEvent(tx, { type, subject: { kind: 'meeting', id }, meeting: id, actor, detail, at })
  return { ok: true }
}
