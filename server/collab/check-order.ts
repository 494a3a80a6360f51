import * as Y from 'yjs'
import { canonicalJson } from '#domain/hash'
import { readAuthoredContent } from '#editor/text-document'

type Id = { client: number; clock: number }

/** Where the last item of a client ends, and what stood to its right when it was made. */
export type Tail = { end: number; right: Id | null }

const isSame = (a: Id | null, b: Id | null) => a?.client === b?.client && a?.clock === b?.clock

/**
 * Whether new items stand where Yjs itself would have put them: between two neighbours of which the left one is
 * on the left. Items that do not are integrated differently by everybody who meets them in another order, so that
 * texts would part for ever.
 * @param tails of the clients whose items are on their way and not in the store yet.
 * @returns `unknown` where that cannot be told from the store: see {@link staysTheSame}.
 */
export function orderOf(
  items: readonly Y.Item[],
  store: Y.Doc['store'],
  tails: ReadonlyMap<number, Tail>,
): 'sound' | 'unsound' | 'unknown' {
  let answer: 'sound' | 'unknown' = 'sound'
  const isStored = (id: Id) => id.clock < Y.getState(store, id.client)
  for (const { origin, rightOrigin } of items) {
    if (!origin || !rightOrigin) continue
    if (isStored(origin) && isStored(rightOrigin)) {
      if (!isLeftOf(store, origin, rightOrigin)) return 'unsound'
      continue
    }
    const tail = tails.get(origin.client)
    const goesOn = tail?.end === origin.clock + 1 && isSame(tail.right, rightOrigin)
    if (!goesOn) answer = 'unknown'
  }
  return answer
}

function isLeftOf(store: Y.Doc['store'], left: Id, right: Id): boolean {
  const from = Y.getItem(store, Y.createID(left.client, left.clock))
  const to = Y.getItem(store, Y.createID(right.client, right.clock))
  if (!(from instanceof Y.Item) || !(to instanceof Y.Item) || from.parent !== to.parent) return false
  if (from === to) return left.clock < right.clock
  // An honest neighbour is next to it, or has only what others wrote meanwhile in between.
  for (let item = from.right; item; item = item.right) if (item === to) return true
  return false
}

/**
 * Whether a document reads the same after an update as when it is loaded again: the thorough and slow answer.
 * @param state and what is on its way: the document that the update meets.
 */
export function staysTheSame(
  state: Uint8Array,
  onTheirWay: Iterable<Uint8Array>,
  update: Uint8Array,
): boolean {
  const now = new Y.Doc({ gc: false })
  const again = new Y.Doc({ gc: false })
  for (const one of [state, ...onTheirWay, update]) Y.applyUpdate(now, one)
  Y.applyUpdate(again, Y.encodeStateAsUpdate(now))
  const read = (doc: Y.Doc) => canonicalJson(readAuthoredContent(doc))
  const same = now.store.pendingStructs === null && read(now) === read(again)
  now.destroy()
  again.destroy()
  return same
}
