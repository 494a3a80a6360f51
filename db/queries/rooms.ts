import type { AmendmentId, MeetingId, RecommendationId, TopicId } from '#domain/ids'
import { agendaKinds, type AgendaItem } from '#domain/meetings/agenda'
import { roomViews, type RoomView } from '#domain/meetings/room'
import { capabilitiesOf, type Db, type Tx } from '../client'
import { oneOf } from './stored'

/** Where the Chair is, and what of it the room sees. */
export type MeetingRoom = {
  recommendation: RecommendationId | undefined
  view: RoomView
  /** The one that is shown large, where one is. */
  amendment: AmendmentId | undefined
  agenda: AgendaItem | undefined
  listClosedAt: Date | undefined
}

export async function findMeetingRoom(db: Db, meeting: MeetingId): Promise<MeetingRoom> {
  const row = await db.selectFrom('room').selectAll().where('meeting_id', '=', meeting).executeTakeFirst()
  if (!row)
    return {
      recommendation: undefined,
      view: 'amendments',
      amendment: undefined,
      agenda: undefined,
      listClosedAt: undefined,
    }
  return {
    recommendation: (row.recommendation_id ?? undefined) as RecommendationId | undefined,
    view: oneOf(roomViews, row.view),
    amendment: (row.amendment_id ?? undefined) as AmendmentId | undefined,
    agenda: agendaItem(row.agenda_kind, row.topic_id),
    listClosedAt: row.list_closed_at === null ? undefined : new Date(row.list_closed_at),
  }
}

function agendaItem(kind: string | null, topic: string | null): AgendaItem | undefined {
  // Rooms that are older than the agenda know their topic only.
  const known = kind === null ? (topic === null ? undefined : 'topic') : oneOf(agendaKinds, kind)
  if (known === 'topic') return topic === null ? undefined : { kind: known, topic: topic as TopicId }
  return known && { kind: known }
}

/** One change of a meeting's room at a time: two who ask for the floor at once are both on the list. */
export async function lockRoom(tx: Tx, meeting: MeetingId): Promise<void> {
  if (capabilitiesOf(tx).concurrentWriters)
    await tx.selectFrom('meeting').select('id').where('id', '=', meeting).forUpdate().execute()
}

/** Keeps the room as it is from now on. */
export async function saveMeetingRoom(
  tx: Tx,
  meeting: MeetingId,
  room: MeetingRoom,
  at: Date,
): Promise<void> {
  const values = {
    meeting_id: meeting,
    recommendation_id: room.recommendation ?? null,
    topic_id: room.agenda?.topic ?? null,
    view: room.view,
    amendment_id: room.amendment ?? null,
    agenda_kind: room.agenda?.kind ?? null,
    list_closed_at: room.listClosedAt?.toISOString() ?? null,
    updated_at: at.toISOString(),
  }
  await tx
    .insertInto('room')
    .values(values)
    .onConflict((conflict) => conflict.column('meeting_id').doUpdateSet(values))
    .execute()
}
