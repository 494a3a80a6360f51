import * as Y from 'yjs'
import { requestOf, respectsBrackets, type BracketRights } from '#domain/text/brackets'
import { bracketingOf, isBracket, requestsEverIn } from '#editor/standing-brackets'

/** What an update deletes: by client id, stretches of clocks. */
export type Deletions = ReadonlyMap<number, readonly { clock: number; len: number }[]>

/** Whether an update may bring a bracket; an element's name stands in its bytes as it is. */
export const mentionsBrackets = (update: Uint8Array): boolean =>
  Buffer.from(update.buffer, update.byteOffset, update.byteLength).includes('bracket')

/**
 * Whether an update could change a bracket: the cheap question that most edits are let through by. What is deleted
 * and not in the store is on its way, and could be anything.
 */
export function touchesBrackets(
  store: Y.Doc['store'],
  items: readonly Y.Item[],
  deletes: Deletions,
): boolean {
  if (items.some(({ content }) => isAttribute(content) || isBracketContent(content))) return true
  for (const [client, ranges] of deletes) {
    for (const { clock, len } of ranges) {
      for (let at = clock; at < clock + len;) {
        if (at >= Y.getState(store, client)) return true
        const struct = Y.getItem(store, Y.createID(client, at))
        if (struct instanceof Y.Item && !struct.deleted && matters(struct)) return true
        at = struct.id.clock + struct.length
      }
    }
  }
  return false
}

const isAttribute = (content: Y.Item['content']) =>
  content instanceof Y.ContentAny || content instanceof Y.ContentJSON

const isBracketContent = (content: Y.Item['content']) =>
  content instanceof Y.ContentType && isBracket(content.type)

/** Letters in a bracket may be its last ones; an element may have a bracket in it. */
function matters(item: Y.Item): boolean {
  if (isAttribute(item.content) || item.content instanceof Y.ContentType) return true
  if (!item.countable) return false
  for (let parent = item.parent; parent instanceof Y.AbstractType; parent = parent._item?.parent ?? null)
    if (isBracket(parent)) return true
  return false
}

/**
 * Whether an update leaves the brackets of others alone, tried on a copy.
 * @param onTheirWay updates that are taken and not part of `state` yet.
 * @param inOwnDraft whether the sender may do with the brackets of this text what they like: those that stood in
 * it once may come back as they were, as undoing brings them.
 */
export function keepsBrackets(
  state: Uint8Array,
  onTheirWay: Iterable<Uint8Array>,
  update: Uint8Array,
  rights: BracketRights,
  inOwnDraft: boolean,
): boolean {
  const doc = new Y.Doc({ gc: false })
  for (const one of [state, ...onTheirWay]) Y.applyUpdate(doc, one)
  const before = bracketingOf(doc)
  const known = inOwnDraft ? requestsEverIn(doc) : new Set<string>()
  Y.applyUpdate(doc, update)
  const after = bracketingOf(doc)
  doc.destroy()
  return respectsBrackets(before, after, {
    lift: rights.lift,
    put: (bracket) => rights.put(bracket) || known.has(requestOf(bracket)),
  })
}
