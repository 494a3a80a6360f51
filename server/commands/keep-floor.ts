import { ulid } from 'ulid'
import type { Db, Tx } from '#db/client'
import { appendAuditEvent } from '#db/queries/audit-events'
import { findMeeting, type Meeting } from '#db/queries/meetings'
import { findDelegation } from '#db/queries/participants'
import { findMeetingRoom, lockRoom, saveMeetingRoom, type MeetingRoom } from '#db/queries/rooms'
import {
  findSpeakingLimits,
  insertSpeaker,
  listSpeakers,
  saveSpeakingLimits,
  updateSpeaker,
  type Speaker,
} from '#db/queries/speakers'
import type { DelegationId, MeetingId, SpeakerId } from '#domain/ids'
import { isSignedIn, speaksFor, type Actor, type SignedInActor } from '#domain/participants'
import { can } from '#domain/permissions'
import {
  currentSpeaker,
  isSpeakingLimit,
  limitNames,
  neighbourOnList,
  refusalToList,
  timeLimit,
  timeToGoOn,
  waitingSpeakers,
  type SpeakerKind,
  type SpeakingLimits,
} from '#domain/speakers'
import { refuse, type Result } from './refusal'
import { inTransaction } from './transaction'

/** What a change of the list knows: read under the meeting's lock. */
type Floor = {
  tx: Tx
  meeting: Meeting
  by: SignedInActor
  speakers: readonly Speaker[]
  room: MeetingRoom
  at: Date
}

/** A delegation asks for the floor; it waits on the list once for each kind. */
export const askForFloor = (
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; kind: SpeakerKind },
): Promise<Result> =>
  onFloor(db, actor, input.meeting, async (floor) => {
    const { delegation } = floor.by
    if (!can(actor, 'floor.ask', floor.meeting) || !delegation) return refuse('not-permitted')
    return putOnList(floor, { delegation, kind: input.kind, by: 'delegation' })
  })

/** Officers put a delegation on the list that asked for the floor in the room. */
export const listDelegationToSpeak = (
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; delegation: DelegationId; kind: SpeakerKind },
): Promise<Result> =>
  onFloor(db, actor, input.meeting, async (floor) => {
    if (!can(actor, 'floor.keep', undefined)) return refuse('not-permitted')
    if (floor.meeting.status !== 'open') return refuse('wrong-status')
    return putOnList(floor, { delegation: input.delegation, kind: input.kind, by: 'officer' })
  })

async function putOnList(
  floor: Floor,
  wish: { delegation: DelegationId; kind: SpeakerKind; by: 'delegation' | 'officer' },
): Promise<Result> {
  const { tx, meeting, speakers, room, at } = floor
  const facts = await findDelegation(tx, wish.delegation)
  if (!facts) return refuse('not-found')
  const refusal = refusalToList(speakers, { ...wish, list: room.listClosedAt ? 'closed' : 'open' })
  if (refusal) return refuse(refusal)
  await insertSpeaker(tx, {
    id: ulid() as SpeakerId,
    meeting: meeting.id,
    delegation: wish.delegation,
    kind: wish.kind,
    position: Math.max(0, ...speakers.map((one) => one.position)) + 1,
    limit: timeLimit(wish.kind, facts.kind, await findSpeakingLimits(tx, meeting.id)),
    askedAt: at,
    startedAt: undefined,
    endedAt: undefined,
  })
  return record(floor, 'floor.asked', { kind: wish.kind, delegation: wish.delegation })
}

/**
 * The Chair gives the floor to somebody who waits. Whoever had it has ended, except where a point of order
 * interrupts: then they are the next on the list, with the time that was left.
 */
export const giveFloor = (
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; speaker: SpeakerId },
): Promise<Result> =>
  onFloor(db, actor, input.meeting, async (floor) => {
    const { tx, speakers, at } = floor
    if (!can(actor, 'floor.give', undefined)) return refuse('not-permitted')
    const next = waitingSpeakers(speakers).find((one) => one.id === input.speaker)
    if (!next) return refuse('not-waiting')
    const speaking = currentSpeaker(speakers)
    if (speaking) {
      await updateSpeaker(tx, speaking.id, { endedAt: at })
      const left = timeToGoOn(speaking, next, at)
      if (left !== undefined) {
        const first = Math.min(0, ...speakers.map((one) => one.position)) - 1
        const goesOn = { id: ulid() as SpeakerId, position: first, limit: left }
        await insertSpeaker(tx, { ...speaking, ...goesOn, startedAt: undefined, endedAt: undefined })
      }
    }
    await updateSpeaker(tx, next.id, { startedAt: at })
    return record(floor, 'floor.given', { delegation: next.delegation, kind: next.kind })
  })

/** The speaker has ended, or somebody who waits does not wish to speak any more. */
export const leaveFloor = (
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; speaker: SpeakerId },
): Promise<Result> =>
  onFloor(db, actor, input.meeting, async (floor) => {
    const speaker = floor.speakers.find((one) => one.id === input.speaker && !one.endedAt)
    if (!speaker) return refuse('not-waiting')
    if (!can(actor, 'floor.give', undefined) && !speaksFor(actor, speaker.delegation))
      return refuse('not-permitted')
    await updateSpeaker(floor.tx, speaker.id, { endedAt: floor.at })
    return record(floor, 'floor.left', { delegation: speaker.delegation })
  })

/** The Chair lets somebody speak before the one who is in front of them, or after the one behind. */
export const moveOnFloor = (
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; speaker: SpeakerId; direction: 'up' | 'down' },
): Promise<Result> =>
  onFloor(db, actor, input.meeting, async (floor) => {
    const { tx, speakers } = floor
    if (!can(actor, 'floor.keep', undefined)) return refuse('not-permitted')
    const one = waitingSpeakers(speakers).find((speaker) => speaker.id === input.speaker)
    if (!one) return refuse('not-waiting')
    const other = neighbourOnList(speakers, one, input.direction)
    if (!other) return refuse('end-of-list')
    await updateSpeaker(tx, one.id, { position: other.position })
    await updateSpeaker(tx, other.id, { position: one.position })
    return record(floor, 'floor.reordered', { delegation: one.delegation, direction: input.direction })
  })

/** The Chair closes the list of speakers: no delegation adds itself to it any more. */
export const closeFloorList = (db: Db, actor: Actor, input: { meeting: MeetingId }): Promise<Result> =>
  shutList(db, actor, input.meeting, 'floor.list-closed')

/** The Chair opens it again. */
export const reopenFloorList = (db: Db, actor: Actor, input: { meeting: MeetingId }): Promise<Result> =>
  shutList(db, actor, input.meeting, 'floor.list-reopened')

const shutList = (
  db: Db,
  actor: Actor,
  meeting: MeetingId,
  type: 'floor.list-closed' | 'floor.list-reopened',
): Promise<Result> =>
  onFloor(db, actor, meeting, async (floor) => {
    const { tx, room, at } = floor
    if (!can(actor, 'floor.keep', undefined)) return refuse('not-permitted')
    const toClose = type === 'floor.list-closed'
    if (toClose === (room.listClosedAt !== undefined)) return refuse('nothing-changed')
    await saveMeetingRoom(tx, meeting, { ...room, listClosedAt: toClose ? at : undefined }, at)
    return record(floor, type, {})
  })

/** How long delegations may speak at this meeting from now on; who waits is given the new time as well. */
export const setSpeakingLimits = (
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; limits: SpeakingLimits },
): Promise<Result> =>
  onFloor(db, actor, input.meeting, async (floor) => {
    const { tx, meeting, speakers } = floor
    const { limits } = input
    if (!can(actor, 'floor.keep', undefined)) return refuse('not-permitted')
    if (!limitNames.every((name) => isSpeakingLimit(limits[name]))) return refuse('invalid-limit')
    const before = await findSpeakingLimits(tx, meeting.id)
    if (limitNames.every((name) => before[name] === limits[name])) return refuse('nothing-changed')
    await saveSpeakingLimits(tx, meeting.id, limits)
    for (const one of waitingSpeakers(speakers)) {
      const delegation = await findDelegation(tx, one.delegation)
      // Whoever was interrupted keeps what was left.
      const isWhole = delegation && one.limit === timeLimit(one.kind, delegation.kind, before)
      if (isWhole) await updateSpeaker(tx, one.id, { limit: timeLimit(one.kind, delegation.kind, limits) })
    }
    return record(
      floor,
      'floor.limits-set',
      Object.fromEntries(limitNames.map((name) => [name, limits[name]])),
    )
  })

function onFloor(
  db: Db,
  actor: Actor,
  id: MeetingId,
  change: (floor: Floor) => Promise<Result>,
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    await lockRoom(tx, id)
    const meeting = await findMeeting(tx, id)
    if (!meeting || !can(actor, 'meeting.see', meeting)) return refuse('not-found')
    if (!isSignedIn(actor)) return refuse('not-permitted')
    const [speakers, room] = [await listSpeakers(tx, id), await findMeetingRoom(tx, id)]
    return change({ tx, meeting, by: actor, speakers, room, at: new Date() })
  })
}

async function record(
  { tx, meeting, by, at }: Floor,
  type: string,
  detail: Record<string, string | number>,
): Promise<Result> {
  const subject = { kind: 'meeting', id: meeting.id } as const
  await appendAuditEvent(tx, { type, subject, meeting: meeting.id, actor: by, detail, at })
  return { ok: true }
}
