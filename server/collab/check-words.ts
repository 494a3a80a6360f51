import * as Y from 'yjs'
import type { RefusedReason } from '#collab/messages'
import type { Deletions } from './check-brackets'

export type Id = { client: number; clock: number }

/** Words that an update brings, with the elements around them from the inside out. */
export type NewWords = Id & { length: number; around: readonly Id[] }

/** What an update does to words, as far as ids tell. */
export type WordChanges = { words: readonly NewWords[]; deletes: Deletions }

/** Where an item stands, remembered: an item never moves to another element. */
export type Places = WeakMap<Y.Item, readonly Id[]>

const holdsWords = ({ content }: Y.Item): boolean =>
  content instanceof Y.ContentString && content.str.trim() !== ''

/**
 * The words that items would bring, and where: an item that does not say in which element it stands is in that of
 * its neighbour.
 * @param find an item of the document, or of the same update, or on its way.
 */
export function wordsIn(
  items: readonly Y.Item[],
  find: (id: Id) => Y.Item | undefined,
  places: Places,
): NewWords[] {
  const around = (item: Y.Item): readonly Id[] => {
    const passed: Y.Item[] = []
    let answer: readonly Id[] | undefined
    for (let one: Y.Item | undefined = item; one && answer === undefined;) {
      answer = places.get(one)
      if (answer) break
      passed.push(one)
      // Items that name one another in a circle stand nowhere; such an update is refused for its order.
      places.set(one, [])
      const parent: unknown = one.parent
      if (parent instanceof Y.AbstractType) answer = elementsAround(parent)
      else if (parent instanceof Y.ID) {
        const element = find(parent)
        answer = element ? [element.id, ...around(element)] : []
      } else if (typeof parent === 'string') answer = []
      else {
        const neighbour: Id | null = one.origin ?? one.rightOrigin
        one = neighbour === null ? undefined : find(neighbour)
      }
    }
    for (const one of passed) {
      if (answer) places.set(one, answer)
      else places.delete(one)
    }
    return answer ?? []
  }
  return items.filter(holdsWords).map((item) => ({
    client: item.id.client,
    clock: item.id.clock,
    length: item.length,
    around: around(item),
  }))
}

function elementsAround(type: Y.AbstractType<unknown>): Id[] {
  const ids: Id[] = []
  for (let one: unknown = type; one instanceof Y.AbstractType && one._item; one = one._item.parent)
    ids.push(one._item.id)
  return ids
}

/** Where a stretch of ids ends that is deleted from `clock` on; `clock` itself where that is not. */
const deletedUntil = (deletes: Deletions, { client, clock }: Id): number => {
  const range = deletes.get(client)?.find((one) => one.clock <= clock && clock < one.clock + one.len)
  return range ? range.clock + range.len : clock
}

const isDeletedBy = (deletes: Deletions, id: Id): boolean => deletedUntil(deletes, id) > id.clock

/** Whether every letter is deleted: whoever did it has seen them all. */
function deletesAll(deletes: Deletions, { client, clock, length }: Id & { length: number }): boolean {
  for (let at = clock; at < clock + length;) {
    const end = deletedUntil(deletes, { client, clock: at })
    if (end === at) return false
    at = end
  }
  return true
}

/**
 * Why words would vanish that somebody believes to be kept, if an update met a document and others that are on
 * their way to it. Either it writes into an element that somebody else removed: whether its sender has heard of that and
 * counts the words among the removed ones (a browser that comes back does) makes no difference. Or it removes an
 * element into which somebody else has written what its sender has not seen.
 */
export function losesWords(
  store: Y.Doc['store'],
  { words, deletes }: WordChanges,
  others: readonly WordChanges[],
): Extract<RefusedReason, 'text-gone' | 'words-unseen'> | undefined {
  const isGone = (id: Id) =>
    (isStored(store, id) && Y.getItem(store, Y.createID(id.client, id.clock)).deleted) ||
    others.some((other) => other.deletes.size > 0 && isDeletedBy(other.deletes, id))
  if (words.some(({ around }) => around.some(isGone))) return 'text-gone'
  return deletes.size > 0 && removesUnseen(store, deletes, others) ? 'words-unseen' : undefined
}

const isStored = (store: Y.Doc['store'], id: Id) => id.clock < Y.getState(store, id.client)

function removesUnseen(store: Y.Doc['store'], deletes: Deletions, others: readonly WordChanges[]): boolean {
  let removesElements = false
  for (const [client, ranges] of deletes) {
    for (const { clock, len } of ranges) {
      for (let at = clock; at < clock + len;) {
        if (!isStored(store, { client, clock: at })) {
          removesElements = true
          break
        }
        const struct = Y.getItem(store, Y.createID(client, at))
        if (struct instanceof Y.Item && !struct.deleted && struct.content instanceof Y.ContentType) {
          removesElements = true
          if (hasOthers(struct.content.type, deletes)) return true
        }
        at = struct.id.clock + struct.length
      }
    }
  }
  return (
    removesElements &&
    others.some((other) =>
      other.words.some(
        (one) => one.around.some((id) => isDeletedBy(deletes, id)) && !deletesAll(deletes, one),
      ),
    )
  )
}

/** Whether words stand in an element that are not deleted with it. */
function hasOthers(type: Y.AbstractType<unknown>, deletes: Deletions): boolean {
  for (let item = type._start; item; item = item.right) {
    if (item.deleted) continue
    if (item.content instanceof Y.ContentType) {
      if (hasOthers(item.content.type, deletes)) return true
    } else if (holdsWords(item) && !deletesAll(deletes, { ...item.id, length: item.length })) return true
  }
  return false
}
