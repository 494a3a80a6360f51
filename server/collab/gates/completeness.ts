import * as Y from 'yjs'
import type { DecodedUpdate, Id } from '#server/collab/decoded-update'

/**
 * The gate of completeness: whether a document has everything that an update builds on. Yjs would keep anything else
 * in memory, waiting for what may never come.
 */
export function isComplete({ structs, deletes }: DecodedUpdate, store: Y.Doc['store']): boolean {
  const ends = new Map<number, number>()
  for (const { id, length } of structs) {
    const end = endOf(id.client, ends, store)
    if (id.clock > end) return false
    ends.set(id.client, Math.max(end, id.clock + length))
  }
  for (const struct of structs) {
    if (struct instanceof Y.Skip) return false
    if (!(struct instanceof Y.Item)) continue
    const parent = struct.parent instanceof Y.ID ? struct.parent : null
    for (const id of [struct.origin, struct.rightOrigin, parent])
      if (id !== null && !isIn(id, ends, store)) return false
  }
  for (const [client, ranges] of deletes) {
    const last = ranges.at(-1)
    if (last && last.clock + last.len > endOf(client, ends, store)) return false
  }
  return true
}

type Ends = ReadonlyMap<number, number>

const endOf = (client: number, ends: Ends, store: Y.Doc['store']): number =>
  ends.get(client) ?? Y.getState(store, client)

const isIn = ({ client, clock }: Id, ends: Ends, store: Y.Doc['store']): boolean =>
  clock < endOf(client, ends, store)
