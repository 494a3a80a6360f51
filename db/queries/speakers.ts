import type { Selectable } from 'kysely'
import type { SpeakerTable } from '#db/tables/rooms'
import type { DelegationId, MeetingId, SpeakerId } from '#domain/ids'
import {
  limitNames,
  speakerKinds,
  usualLimits,
  type LimitName,
  type SpeakerFacts,
  type SpeakingLimits,
} from '#domain/meetings/speakers'
import type { Db, Tx } from '../client'
import { oneOf } from './stored'

/** Somebody on the list of speakers. */
export type Speaker = SpeakerFacts & { id: SpeakerId; meeting: MeetingId; askedAt: Date }

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

/** Gives the floor, takes it back, moves somebody in the order, or changes how long they may speak. */
export async function updateSpeaker(
  tx: Tx,
  id: SpeakerId,
  change: { startedAt?: Date; endedAt?: Date; position?: number; limit?: number },
): Promise<void> {
  await tx
    .updateTable('speaker')
    .set({
      ...(change.startedAt && { started_at: change.startedAt.toISOString() }),
      ...(change.endedAt && { ended_at: change.endedAt.toISOString() }),
      ...(change.position !== undefined && { position: change.position }),
      ...(change.limit !== undefined && { limit_seconds: change.limit }),
    })
    .where('id', '=', id)
    .execute()
}

/** How long one may speak at a meeting: what was set for it, and what is usual for the rest. */
export async function findSpeakingLimits(db: Db, meeting: MeetingId): Promise<SpeakingLimits> {
  const rows = await db.selectFrom('speaking_limit').selectAll().where('meeting_id', '=', meeting).execute()
  const set = rows.map((row): [LimitName, number] => [oneOf(limitNames, row.name), row.seconds])
  return { ...usualLimits, ...Object.fromEntries(set) }
}

export async function saveSpeakingLimits(tx: Tx, meeting: MeetingId, limits: SpeakingLimits): Promise<void> {
  await tx.deleteFrom('speaking_limit').where('meeting_id', '=', meeting).execute()
  await tx
    .insertInto('speaking_limit')
    .values(limitNames.map((name) => ({ meeting_id: meeting, name, seconds: limits[name] })))
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
