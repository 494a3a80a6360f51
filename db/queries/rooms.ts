import type { Selectable } from 'kysely'
import type { DelegationId, MeetingId, RecommendationId, SpeakerId, TopicId } from '#domain/ids'
import { speakerKinds, type SpeakerFacts } from '#domain/speakers'
import type { Db, Tx } from '../client'
import type { SpeakerTable } from '../tables'
import { oneOf } from './stored'

/** Where the Chair is. */
export type MeetingRoom = {
  recommendation: RecommendationId | undefined
  topic: TopicId | undefined
}

/** Somebody on the list of speakers. */
export type Speaker = SpeakerFacts & {
  id: SpeakerId
  meeting: MeetingId
  /** In seconds. */
  limit: number
  askedAt: Date
}

export async function findMeetingRoom(db: Db, meeting: MeetingId): Promise<MeetingRoom> {
  const row = await db.selectFrom('room').selectAll().where('meeting_id', '=', meeting).executeTakeFirst()
  return {
    recommendation: (row?.recommendation_id ?? undefined) as RecommendationId | undefined,
    topic: (row?.topic_id ?? undefined) as TopicId | undefined,
  }
}

export async function saveMeetingRoom(
  tx: Tx,
  meeting: MeetingId,
  room: MeetingRoom & { at: Date },
): Promise<void> {
  const values = {
    meeting_id: meeting,
    recommendation_id: room.recommendation ?? null,
    topic_id: room.topic ?? null,
    updated_at: room.at.toISOString(),
  }
  await tx
    .insertInto('room')
    .values(values)
    .onConflict((conflict) => conflict.column('meeting_id').doUpdateSet(values))
    .execute()
}

/** Everybody who asked for the floor at a meeting, in the order of asking. */
export async function listSpeakers(db: Db, meeting: MeetingId): Promise<Speaker[]> {
  const rows = await db
    .selectFrom('speaker')
    .selectAll()
    .where('meeting_id', '=', meeting)
    .orderBy('position')
    .orderBy('id')
    .execute()
  return rows.map(toSpeaker)
}

export async function insertSpeaker(tx: Tx, speaker: Speaker): Promise<void> {
  await tx
    .insertInto('speaker')
    .values({
      id: speaker.id,
      meeting_id: speaker.meeting,
      delegation_id: speaker.delegation,
      kind: speaker.kind,
      position: speaker.position,
      limit_seconds: speaker.limit,
      asked_at: speaker.askedAt.toISOString(),
      started_at: null,
      ended_at: null,
    })
    .execute()
}

/** Gives the floor, takes it back, or moves somebody in the order. */
export async function updateSpeaker(
  tx: Tx,
  id: SpeakerId,
  change: { startedAt?: Date; endedAt?: Date; position?: number },
): Promise<void> {
  await tx
    .updateTable('speaker')
    .set({
      ...(change.startedAt && { started_at: change.startedAt.toISOString() }),
      ...(change.endedAt && { ended_at: change.endedAt.toISOString() }),
      ...(change.position !== undefined && { position: change.position }),
    })
    .where('id', '=', id)
    .execute()
}

const toSpeaker = (row: Selectable<SpeakerTable>): Speaker => ({
  id: row.id as SpeakerId,
  meeting: row.meeting_id as MeetingId,
  delegation: row.delegation_id as DelegationId,
  kind: oneOf(speakerKinds, row.kind),
  position: row.position,
  limit: row.limit_seconds,
  askedAt: new Date(row.asked_at),
  startedAt: row.started_at === null ? undefined : new Date(row.started_at),
  endedAt: row.ended_at === null ? undefined : new Date(row.ended_at),
})
