import type { DelegationId } from './ids'
import type { DelegationKind } from './participants'

/** The right of reply comes after everybody who asked to speak on the item. */
export const speakerKinds = ['statement', 'right-of-reply'] as const
export type SpeakerKind = (typeof speakerKinds)[number]

/** In seconds: States speak longer than others, and a reply is short, whoever gives it. */
const times = { state: 180, other: 120, reply: 120 }

/** How long a delegation may speak, in seconds. */
export function timeLimit(kind: SpeakerKind, delegation: DelegationKind): number {
  if (kind === 'right-of-reply') return times.reply
  return delegation === 'member-state' || delegation === 'observer-state' ? times.state : times.other
}

export type SpeakerFacts = {
  delegation: DelegationId
  kind: SpeakerKind
  position: number
  startedAt: Date | undefined
  endedAt: Date | undefined
}

/** Who has not had the floor yet, in the order in which they get it: statements first, then replies. */
export const waitingSpeakers = <Speaker extends SpeakerFacts>(speakers: readonly Speaker[]): Speaker[] =>
  speakers
    .filter((one) => !one.startedAt && !one.endedAt)
    .toSorted(
      (a, b) => speakerKinds.indexOf(a.kind) - speakerKinds.indexOf(b.kind) || a.position - b.position,
    )

/** Who has the floor. */
export const currentSpeaker = <Speaker extends SpeakerFacts>(
  speakers: readonly Speaker[],
): Speaker | undefined => speakers.find((one) => one.startedAt && !one.endedAt)

/** How long each delegation has spoken, in seconds. */
export function timeUsed(speakers: readonly SpeakerFacts[], now: Date): Map<DelegationId, number> {
  const used = new Map<DelegationId, number>()
  for (const { delegation, startedAt, endedAt } of speakers) {
    if (!startedAt) continue
    const seconds = Math.max(0, ((endedAt ?? now).getTime() - startedAt.getTime()) / 1000)
    used.set(delegation, (used.get(delegation) ?? 0) + seconds)
  }
  return used
}
