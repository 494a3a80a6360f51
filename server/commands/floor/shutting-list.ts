import type { Db } from '#db/client'
import { saveMeetingRoom } from '#db/queries/rooms'
import type { MeetingId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { refuse, type Result } from '#server/frame/refusal'
import { onFloor, recordOnFloor } from './on-floor'

export const shutList = (
  db: Db,
  actor: Actor,
  meeting: MeetingId,
  type: 'floor.list-closed' | 'floor.list-reopened',
): Promise<Result> =>
  onFloor(db, actor, meeting, async (floor) => {
    const { tx, room, at } = floor
    if (!can(actor, 'floor.keep', floor.meeting)) return refuse('not-permitted')
    const toClose = type === 'floor.list-closed'
    if (toClose === (room.listClosedAt !== undefined)) return refuse('nothing-changed')
    await saveMeetingRoom(tx, meeting, { ...room, listClosedAt: toClose ? at : undefined }, at)
    return recordOnFloor(floor, { type })
  })
