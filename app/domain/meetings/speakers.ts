import type { DelegationId } from '#domain/ids'
import { delegationKinds, type DelegationKind } from '#domain/people/participants'

/**
 * In the order in which they are heard: a point of order at once, then statements, and the right of reply after
 * everybody who asked to speak on the item.
 */
export const speakerKinds = ['point-of-order', 'statement', 'right-of-reply'] as const
export type SpeakerKind = (typeof speakerKinds)[number]

/** What a meeting sets a time for: a statement by kind of delegation, the rest for everybody alike. */
export const limitNames = [...delegationKinds, 'right-of-reply', 'point-of-order'] as const
export type LimitName = (typeof limitNames)[number]
/** In seconds. */
export type SpeakingLimits = Readonly<Record<LimitName, number>>

/** What holds where a meeting sets nothing else, in seconds. */
export const usualLimits: SpeakingLimits = {
  'member-state': 180,
  'observer-state': 180,
  'intergovernmental-organization': 120,
  'non-governmental-organization': 120,
  'private-sector': 120,
  academia: 120,
  'right-of-reply': 120,
  'point-of-order': 60,
}

/** A limit that a meeting may set, in seconds. */
export const isSpeakingLimit = (seconds: number): boolean =>
  Number.isInteger(seconds) && seconds >= 30 && seconds <= 3_600

/** How long a delegation may speak, in seconds. */
export const timeLimit = (
  kind: SpeakerKind,
  delegation: DelegationKind,
  limits: SpeakingLimits = usualLimits,
): number => limits[kind === 'statement' ? delegation : kind]

export type SpeakerFacts = {
  delegation: DelegationId
  kind: SpeakerKind
  position: number
  /** In seconds. */
  limit: number
  startedAt: Date | undefined
  endedAt: Date | undefined
}

/** Who has not had the floor yet, in the order in which they get it. */
export const waitingSpeakers = <Speaker extends SpeakerFacts>(speakers: readonly Speaker[]): Speaker[] =>
  speakers
    .filter((speaker) => !speaker.startedAt && !speaker.endedAt)
    .toSorted(
      (a, b) => speakerKinds.indexOf(a.kind) - speakerKinds.indexOf(b.kind) || a.position - b.position,
    )

/** Who has the floor. */
export const currentSpeaker = <Speaker extends SpeakerFacts>(
  speakers: readonly Speaker[],
): Speaker | undefined => speakers.find((speaker) => speaker.startedAt && !speaker.endedAt)

/** How long each delegation has spoken, in seconds. */
export function timeUsed(
  speakers: readonly Pick<SpeakerFacts, 'delegation' | 'startedAt' | 'endedAt'>[],
  now: Date,
): Map<DelegationId, number> {
  const used = new Map<DelegationId, number>()
  for (const { delegation, startedAt, endedAt } of speakers) {
    if (!startedAt) continue
    const seconds = Math.max(0, ((endedAt ?? now).getTime() - startedAt.getTime()) / 1000)
    used.set(delegation, (used.get(delegation) ?? 0) + seconds)
  }
  return used
}

/**
 * Why a delegation cannot be put on the list, if it cannot. A closed list still takes points of order and
 * replies, which answer to what was said; officers may open it for one delegation.
 */
export function refusalToList(
  speakers: readonly SpeakerFacts[],
  wish: {
    delegation: DelegationId
    kind: SpeakerKind
    list: 'open' | 'closed'
    by: 'delegation' | 'officer'
  },
): 'nothing-changed' | 'list-closed' | undefined {
  const isWaiting = waitingSpeakers(speakers).some(
    (waitingSpeaker) => waitingSpeaker.delegation === wish.delegation && waitingSpeaker.kind === wish.kind,
  )
  if (isWaiting) return 'nothing-changed'
  const isShut = wish.list === 'closed' && wish.by === 'delegation' && wish.kind === 'statement'
  return isShut ? 'list-closed' : undefined
}

/** With whom somebody on the list changes places to go up or down; only those of one kind change places. */
export function neighbourOnList<Speaker extends SpeakerFacts>(
  speakers: readonly Speaker[],
  one: Speaker,
  direction: 'up' | 'down',
): Speaker | undefined {
  const waiting = waitingSpeakers(speakers)
  const other = waiting[waiting.indexOf(one) + (direction === 'up' ? -1 : 1)]
  return other?.kind === one.kind ? other : undefined
}

/**
 * What becomes of the person who speaks when somebody else gets the floor: a point of order interrupts, and the speaker
 * goes on afterwards with the time that was left; otherwise the statement has ended.
 */
export function timeToGoOn(
  speaking: Pick<SpeakerFacts, 'kind' | 'limit' | 'startedAt'>,
  next: Pick<SpeakerFacts, 'kind'>,
  now: Date,
): number | undefined {
  if (next.kind !== 'point-of-order' || speaking.kind === 'point-of-order' || !speaking.startedAt)
    return undefined
  const left = Math.ceil(speaking.limit - (now.getTime() - speaking.startedAt.getTime()) / 1000)
  return left > 0 ? left : undefined
}
