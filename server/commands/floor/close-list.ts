import type { Db } from '#db/client'
import type { MeetingId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import type { Result } from '#server/frame/refusal'
import { shutList } from './shutting-list'

/** The Chair closes the list of speakers: no delegation adds itself to it any more. */
export const closeFloorList = (db: Db, actor: Actor, input: { meeting: MeetingId }): Promise<Result> =>
  shutList(db, actor, input.meeting, 'floor.list-closed')
