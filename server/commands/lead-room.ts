import { ulid } from 'ulid'
import { capabilitiesOf, type Db, type Tx } from '#db/client'
import { appendAuditEvent } from '#db/queries/audit-events'
import { findMeeting, type Meeting } from '#db/queries/meetings'
import { findDelegation } from '#db/queries/participants'
import { findRecommendation } from '#db/queries/recommendations'
import { insertSpeaker, listSpeakers, saveMeetingRoom, updateSpeaker, type Speaker } from '#db/queries/rooms'
import type { MeetingId, RecommendationId, SpeakerId } from '#domain/ids'
import { isSignedIn, speaksFor, type Actor, type SignedInActor } from '#domain/participants'
import { can } from '#domain/permissions'
import { currentSpeaker, timeLimit, waitingSpeakers, type SpeakerKind } from '#domain/speakers'
import { refuse, type Result } from './refusal'
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
    if (!can(actor, 'room.lead', undefined)) return refuse('not-permitted')
    // What only its drafters may see is on no screen.
    if (item.status === 'draft') return refuse('wrong-status')
    const at = new Date()
    await saveMeetingRoom(tx, item.meeting, { recommendation: item.id, topic: item.topic, at })
    await appendAuditEvent(tx, {
      type: 'room.shown',
      subject: { kind: 'meeting', id: item.meeting },
      meeting: item.meeting,
      actor,
      detail: { recommendation: item.id },
      at,
    })
    return { ok: true }
  })
}

/** A delegation asks for the floor; it waits on the list once for each kind. */
export const askForFloor = (
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; kind: SpeakerKind },
): Promise<Result> =>
  onFloor(db, actor, input.meeting, async (tx, meeting, by, speakers, at) => {
    if (!can(actor, 'floor.ask', meeting) || !by.delegation) return refuse('not-permitted')
    const { delegation } = by
    const isWaiting = waitingSpeakers(speakers).some(
      (one) => one.delegation === delegation && one.kind === input.kind,
    )
    if (isWaiting) return refuse('nothing-changed')
    const facts = await findDelegation(tx, delegation)
    if (!facts) return refuse('not-found')
    await insertSpeaker(tx, {
      id: ulid() as SpeakerId,
      meeting: meeting.id,
      delegation,
      kind: input.kind,
      position: Math.max(0, ...speakers.map((one) => one.position)) + 1,
      limit: timeLimit(input.kind, facts.kind),
      askedAt: at,
      startedAt: undefined,
      endedAt: undefined,
    })
    return record(tx, meeting, by, 'floor.asked', { kind: input.kind }, at)
  })

/** The Chair gives the floor to somebody who waits; whoever had it has ended. */
export const giveFloor = (
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; speaker: SpeakerId },
): Promise<Result> =>
  onFloor(db, actor, input.meeting, async (tx, meeting, by, speakers, at) => {
    if (!can(actor, 'floor.give', undefined)) return refuse('not-permitted')
    const next = waitingSpeakers(speakers).find((one) => one.id === input.speaker)
    if (!next) return refuse('not-waiting')
    const speaking = currentSpeaker(speakers)
    if (speaking) await updateSpeaker(tx, speaking.id, { endedAt: at })
    await updateSpeaker(tx, next.id, { startedAt: at })
    return record(tx, meeting, by, 'floor.given', { delegation: next.delegation, kind: next.kind }, at)
  })

/** The speaker has ended, or somebody who waits does not wish to speak any more. */
export const leaveFloor = (
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; speaker: SpeakerId },
): Promise<Result> =>
  onFloor(db, actor, input.meeting, async (tx, meeting, by, speakers, at) => {
    const speaker = speakers.find((one) => one.id === input.speaker && !one.endedAt)
    if (!speaker) return refuse('not-waiting')
    if (!can(actor, 'floor.give', undefined) && !speaksFor(actor, speaker.delegation))
      return refuse('not-permitted')
    await updateSpeaker(tx, speaker.id, { endedAt: at })
    return record(tx, meeting, by, 'floor.left', { delegation: speaker.delegation }, at)
  })

/** The Chair lets somebody speak before the one who is in front of them. */
export const moveUpOnFloor = (
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; speaker: SpeakerId },
): Promise<Result> =>
  onFloor(db, actor, input.meeting, async (tx, meeting, by, speakers, at) => {
    if (!can(actor, 'floor.give', undefined)) return refuse('not-permitted')
    const waiting = waitingSpeakers(speakers)
    const place = waiting.findIndex((one) => one.id === input.speaker)
    const [one, before] = [waiting[place], waiting[place - 1]]
    if (!one) return refuse('not-waiting')
    if (before?.kind !== one.kind) return refuse('no-neighbour')
    await updateSpeaker(tx, one.id, { position: before.position })
    await updateSpeaker(tx, before.id, { position: one.position })
    return record(tx, meeting, by, 'floor.reordered', { delegation: one.delegation }, at)
  })

function onFloor(
  db: Db,
  actor: Actor,
  id: MeetingId,
  change: (
    tx: Tx,
    meeting: Meeting,
    by: SignedInActor,
    speakers: readonly Speaker[],
    at: Date,
  ) => Promise<Result>,
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    // One change of a meeting's list at a time: two who ask at once are both on it.
    if (capabilitiesOf(tx).concurrentWriters)
      await tx.selectFrom('meeting').select('id').where('id', '=', id).forUpdate().execute()
    const meeting = await findMeeting(tx, id)
    if (!meeting || !can(actor, 'meeting.see', meeting)) return refuse('not-found')
    if (!isSignedIn(actor)) return refuse('not-permitted')
    return change(tx, meeting, actor, await listSpeakers(tx, meeting.id), new Date())
  })
}

async function record(
  tx: Tx,
  meeting: Meeting,
  actor: SignedInActor,
  type: string,
  detail: Record<string, string>,
  at: Date,
): Promise<Result> {
  const subject = { kind: 'meeting', id: meeting.id } as const
  await appendAuditEvent(tx, { type, subject, meeting: meeting.id, actor, detail, at })
  return { ok: true }
}
