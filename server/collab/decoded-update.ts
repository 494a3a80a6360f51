import * as Y from 'yjs'
import { MalformedMessage } from '#collab/messages'

export type Id = { client: number; clock: number }
export type Range = { clock: number; len: number }

/** One update, decoded once for all gates. */
export type DecodedUpdate = {
  payload: Uint8Array
  structs: readonly (Y.Item | Y.GC | Y.Skip)[]
  /** What it deletes: by client id, stretches of clocks. */
  deletes: ReadonlyMap<number, readonly Range[]>
}

/**
 * Decodes an update without applying it.
 * @throws when the bytes are no update, or none that Yjs writes: a client id that appears twice, or ranges of
 * deletions that overlap, which would cost Yjs time out of all proportion.
 */
export function decodeUpdate(payload: Uint8Array): DecodedUpdate {
  const { structs, ds } = Y.decodeUpdate(payload)
  const seen = new Set<number>()
  let last: Y.Item | Y.GC | Y.Skip | undefined
  for (const struct of structs) {
    const { client, clock } = struct.id
    if (struct.length < 1) throw new MalformedMessage('update: empty item')
    if (last?.id.client === client) {
      if (clock !== last.id.clock + last.length) throw new MalformedMessage('update: gap between items')
    } else if (seen.has(client)) throw new MalformedMessage('update: client id appears twice')
    seen.add(client)
    last = struct
  }
  for (const ranges of ds.clients.values()) {
    let end = 0
    for (const { clock, len } of ranges) {
      if (clock < end || len < 1) throw new MalformedMessage('update: ranges of deletions overlap')
      end = clock + len
    }
  }
  return { payload, structs, deletes: ds.clients }
}

/** What of an update is new to a document. */
export type NewParts = {
  /** Items that the document does not have, or has in part. */
  items: readonly Y.Item[]
  /** Where what is new starts, by client id. */
  starts: ReadonlyMap<number, number>
  /** Items of the document that are deleted by it and were not before. */
  deleted: readonly Y.Item[]
}

export const isNothing = ({ starts, deleted }: NewParts): boolean => starts.size === 0 && deleted.length === 0

/** @param store of a document that has everything which the update builds on. */
export function newPartsOf({ structs, deletes }: DecodedUpdate, store: Y.Doc['store']): NewParts {
  const items: Y.Item[] = []
  const starts = new Map<number, number>()
  for (const struct of structs) {
    const { client, clock } = struct.id
    const state = Y.getState(store, client)
    if (clock + struct.length <= state) continue
    if (struct instanceof Y.Item) items.push(struct)
    if (!starts.has(client)) starts.set(client, state)
  }
  const deleted: Y.Item[] = []
  for (const [client, ranges] of deletes) {
    const state = Y.getState(store, client)
    for (const { clock, len } of ranges) {
      for (let at = clock; at < Math.min(clock + len, state);) {
        const struct = Y.getItem(store, Y.createID(client, at))
        if (struct instanceof Y.Item && !struct.deleted) deleted.push(struct)
        at = struct.id.clock + struct.length
      }
    }
  }
  return { items, starts, deleted }
}
