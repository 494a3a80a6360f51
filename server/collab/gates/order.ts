import * as Y from 'yjs'
import type { Id } from '#server/collab/decoded-update'

/** How many items may be passed to find the neighbours of one update's items; honest neighbours are close. */
const mostSteps = 1_000_000

const isSame = (a: Id | null, b: Id | null) => a?.client === b?.client && a?.clock === b?.clock

/**
 * The gate of order: whether new items are between two neighbours of which the left one is on the left. Items that
 * are not are integrated differently by everyone who receives them in another order, so that texts would diverge for
 * ever.
 * @returns `unknown` where the store alone does not tell: apply the update, then ask {@link areInOrder}.
 */
export function orderOf(items: readonly Y.Item[], store: Y.Doc['store']): 'sound' | 'unsound' | 'unknown' {
  const isStored = (id: Id) => id.clock < Y.getState(store, id.client)
  let verdict: 'sound' | 'unknown' = 'sound'
  let previous: Y.Item | undefined
  let steps = 0
  for (const item of items) {
    const { origin, rightOrigin } = item
    if (origin && rightOrigin) {
      if (isStored(origin) && isStored(rightOrigin)) {
        steps += stepsBetween(store, origin, rightOrigin, mostSteps - steps)
        if (steps >= mostSteps) return 'unsound'
      } else if (!continues(previous, item)) verdict = 'unknown'
    }
    previous = item
  }
  return verdict
}

/** Typed on: directly behind the item before it, with the same right neighbour. */
const continues = (previous: Y.Item | undefined, { id, origin, rightOrigin }: Y.Item) =>
  previous !== undefined &&
  previous.id.client === id.client &&
  isSame(previous.lastId, origin) &&
  isSame(previous.rightOrigin, rightOrigin)

/** Whether items that were applied are between their neighbours. */
export function areInOrder(items: readonly Y.Item[], store: Y.Doc['store']): boolean {
  let steps = 0
  for (const { origin, rightOrigin } of items) {
    if (!origin || !rightOrigin) continue
    steps += stepsBetween(store, origin, rightOrigin, mostSteps - steps)
    if (steps >= mostSteps) return false
  }
  return true
}

/** How many items apart two ids are; `most` where the first is not to the left of the second. */
function stepsBetween(store: Y.Doc['store'], left: Id, right: Id, most: number): number {
  const from = Y.getItem(store, Y.createID(left.client, left.clock))
  const to = Y.getItem(store, Y.createID(right.client, right.clock))
  if (!(from instanceof Y.Item) || !(to instanceof Y.Item) || from.parent !== to.parent) return most
  if (from === to) return left.clock < right.clock ? 0 : most
  let steps = 1
  for (let item = from.right; item && steps < most; item = item.right, steps += 1)
    if (item === to) return steps
  return most
}
