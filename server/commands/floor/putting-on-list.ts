import { ulid } from 'ulid'
import { findDelegationIn } from '#db/queries/delegations'
import { findSpeakingLimits, insertSpeaker } from '#db/queries/speakers'
import type { DelegationId, SpeakerId } from '#domain/ids'
import { refusalToList, timeLimit, type SpeakerKind } from '#domain/meetings/speakers'
import { refuse, type Result } from '#server/frame/refusal'
import { recordOnFloor, type Floor } from './on-floor'

export async function putOnList(
  floor: Floor,
  wish: { delegation: DelegationId; kind: SpeakerKind; by: 'delegation' | 'officer' },
): Promise<Result> {
  const { tx, meeting, speakers, room, at } = floor
  const facts = await findDelegationIn(tx, floor.meeting.group, wish.delegation)
  if (!facts) return refuse('not-found')
  const refusal = refusalToList(speakers, { ...wish, list: room.listClosedAt ? 'closed' : 'open' })
  if (refusal) return refuse(refusal)
  const id = ulid() as SpeakerId
  const limit = timeLimit(wish.kind, facts.kind, await findSpeakingLimits(tx, meeting.id))
  await insertSpeaker(tx, {
    id,
    meeting: meeting.id,
    delegation: wish.delegation,
    kind: wish.kind,
    position: Math.max(0, ...speakers.map((speaker) => speaker.position)) + 1,
    limit,
    askedAt: at,
    startedAt: undefined,
    endedAt: undefined,
  })
  return recordOnFloor(floor, {
    type: 'floor.asked',
    detail: { speaker: id, delegation: wish.delegation, kind: wish.kind, limitSeconds: limit },
  })
}
