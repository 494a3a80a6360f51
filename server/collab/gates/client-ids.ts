import { baseOf } from '#editor/shape'
import type { Writer } from '#server/collab/writer'

type Authors = ReadonlyMap<number, Writer | undefined>

/**
 * The gate of client ids: no one writes under an id that is bound to someone else, or to the delegation that they
 * spoke for before. Items that the same writer wrote offline, under the id of an earlier page, are theirs as well.
 */
export function isForeign(clients: Iterable<number>, authors: Authors, writer: Writer): boolean {
  for (const client of clients) {
    const base = baseOf(client)
    if (authors.has(base) && authors.get(base) !== writer) return true
  }
  return false
}

/** Base ids that are bound to no one yet. */
export function unboundBases(clients: Iterable<number>, authors: Authors): number[] {
  const unbound = new Set<number>()
  for (const client of clients) if (!authors.has(baseOf(client))) unbound.add(baseOf(client))
  return [...unbound]
}
