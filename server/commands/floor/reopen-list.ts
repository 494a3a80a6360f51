import type { Db } from '#db/client'
import type { MeetingId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import type { Result } from '#server/frame/refusal'
import { shutList } from './shutting-list'

/** The Chair opens it again. */
export const reopenFloorList = (db: Db, actor: Actor, input: { meeting: MeetingId }): Promise<Result> =>
  shutList(db, actor, input.meeting, 'floor.list-reopened')
