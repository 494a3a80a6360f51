import * as Y from 'yjs'
import type { DecodedUpdate, Id } from '#server/collab/decoded-update'

/**
 * The gate of completeness: whether a document has everything that an update builds on. Yjs would keep anything else
 * in memory, waiting for what may never come.
 */
export function isComplete({ structs, deletes }: DecodedUpdate, store: Y.Doc['store']): boolean {
  const ends = new Map<number, number>()
  const endOf = (client: number) => ends.get(client) ?? Y.getState(store, client)
  for (const { id, length } of structs) {
    if (id.clock > endOf(id.client)) return false
    ends.set(id.client, Math.max(endOf(id.client), id.clock + length))
  }
  const has = (id: Id | null) => id === null || id.clock < endOf(id.client)
  for (const struct of structs) {
    if (struct instanceof Y.Skip) return false
    if (!(struct instanceof Y.Item)) continue
    const parent = struct.parent instanceof Y.ID ? struct.parent : null
    if (!has(struct.origin) || !has(struct.rightOrigin) || !has(parent)) return false
  }
  for (const [client, ranges] of deletes) {
    const last = ranges.at(-1)
    if (last && last.clock + last.len > endOf(client)) return false
  }
  return true
}
