import type { Db } from '#db/client'
import { findDelegation } from '#db/queries/delegations'
import { findSpeakingLimits, saveSpeakingLimits, updateSpeaker } from '#db/queries/speakers'
import type { MeetingId } from '#domain/ids'
import {
  isSpeakingLimit,
  limitNames,
  timeLimit,
  waitingSpeakers,
  type SpeakingLimits,
} from '#domain/meetings/speakers'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { refuse, type Result } from '#server/frame/refusal'
import { onFloor, recordOnFloor } from './on-floor'

/** How long delegations may speak at this meeting from now on; who waits is given the new time as well. */
export const setSpeakingLimits = (
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; limits: SpeakingLimits },
): Promise<Result> =>
  onFloor(db, actor, input.meeting, async (floor) => {
    const { tx, meeting, speakers } = floor
    const { limits } = input
    if (!can(actor, 'floor.keep', floor.meeting)) return refuse('not-permitted')
    if (!limitNames.every((name) => isSpeakingLimit(limits[name]))) return refuse('invalid-limit')
    const before = await findSpeakingLimits(tx, meeting.id)
    if (limitNames.every((name) => before[name] === limits[name])) return refuse('nothing-changed')
    await saveSpeakingLimits(tx, meeting.id, limits)
    for (const one of waitingSpeakers(speakers)) {
      const delegation = await findDelegation(tx, one.delegation)
      // The speaker who was interrupted keeps what was left.
      const isWhole = delegation && one.limit === timeLimit(one.kind, delegation.kind, before)
      if (isWhole) await updateSpeaker(tx, one.id, { limit: timeLimit(one.kind, delegation.kind, limits) })
    }
    return recordOnFloor(floor, { type: 'floor.limits-set', detail: { ...limits } })
  })
