import type { ParticipantId } from '#domain/ids'
import { baseOf } from '#editor/shape'

type Authors = ReadonlyMap<number, ParticipantId | undefined>

/**
 * The gate of client ids: no one writes under an id that is bound to someone else. Items that the same participant
 * wrote offline, under the id of an earlier page, are theirs as well.
 */
export function isForeign(clients: Iterable<number>, authors: Authors, participant: ParticipantId): boolean {
  for (const client of clients) {
    const base = baseOf(client)
    if (authors.has(base) && authors.get(base) !== participant) return true
  }
  return false
}

/** Base ids that are bound to no one yet. */
export function unboundBases(clients: Iterable<number>, authors: Authors): number[] {
  const unbound = new Set<number>()
  for (const client of clients) if (!authors.has(baseOf(client))) unbound.add(baseOf(client))
  return [...unbound]
}
