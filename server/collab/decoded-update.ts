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
  const { structs, ds, end } = decodeWhole(payload)
  if (end !== payload.byteLength) throw new MalformedMessage('update: bytes behind its end')
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

/** Decodes an update as Yjs does. @returns also how many bytes were read. */
function decodeWhole(payload: Uint8Array) {
  let decoder: { pos: number } = { pos: 0 }
  class WatchedDecoder extends Y.UpdateDecoderV1 {
    constructor(...bytes: ConstructorParameters<typeof Y.UpdateDecoderV1>) {
      super(...bytes)
      decoder = this.restDecoder
    }
  }
  const { structs, ds } = Y.decodeUpdateV2(payload, WatchedDecoder)
  return { structs, ds, end: decoder.pos }
}

/** What of an update is new to a document. */
export type NewParts = {
  /** Items that the document does not have, or has in part. */
  structs: readonly (Y.Item | Y.GC | Y.Skip)[]
  /** Where what is new starts, by client id. */
  starts: ReadonlyMap<number, number>
  /** Deletions of what is not deleted yet, by client id. */
  deletions: ReadonlyMap<number, readonly Range[]>
}

export const isNothing = ({ structs, deletions }: NewParts): boolean =>
  structs.length === 0 && deletions.size === 0

/** @param store of a document that has everything which the update builds on. */
export function newPartsOf({ structs, deletes }: DecodedUpdate, store: Y.Doc['store']): NewParts {
  const starts = new Map<number, number>()
  const fresh = structs.filter(({ id, length }) => {
    const state = Y.getState(store, id.client)
    if (id.clock + length <= state) return false
    if (!starts.has(id.client)) starts.set(id.client, state)
    return true
  })
  const deletions = new Map<number, readonly Range[]>()
  for (const [client, ranges] of deletes) {
    const living = ranges.flatMap((range) => livingPartsOf(range, client, store))
    if (living.length > 0) deletions.set(client, living)
  }
  return { structs: fresh, starts, deletions }
}

function livingPartsOf({ clock, len }: Range, client: number, store: Y.Doc['store']): Range[] {
  const end = clock + len
  const state = Y.getState(store, client)
  const living: Range[] = []
  for (let at = clock; at < Math.min(end, state);) {
    const struct = Y.getItem(store, Y.createID(client, at))
    const next = Math.min(end, struct.id.clock + struct.length)
    if (!struct.deleted) living.push({ clock: at, len: next - at })
    at = next
  }
  // The update deletes some of its own items.
  const start = Math.max(clock, state)
  if (start < end) living.push({ clock: start, len: end - start })
  return living
}

/** Whether sorted ranges of one client id include a clock. */
export function includesClock(ranges: readonly Range[] | undefined, clock: number): boolean {
  let [low, high] = [0, (ranges?.length ?? 0) - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const range = ranges?.[middle]
    if (!range) return false
    if (clock < range.clock) high = middle - 1
    else if (clock >= range.clock + range.len) low = middle + 1
    else return true
  }
  return false
}
