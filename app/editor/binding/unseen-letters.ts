import * as Y from 'yjs'
import { findItem } from '../life'
import { isHiddenMarker, type Reading } from '../reading'
import { classOf, isSameId, textOf, type ItemId } from '../shape'

/**
 * What is put between two letters belongs to the right of what others typed there and this screen does not show yet:
 * their word would otherwise be cut.
 * @param right the letter or block end that is shown to the right.
 * @returns the last such letter, or what is to the left where there is none.
 */
export function behindUnseen(
  doc: Y.Doc,
  reading: Reading,
  left: ItemId | undefined,
  right: ItemId | undefined,
): ItemId | undefined {
  let behind = left
  let item = left ? findItem(doc, left) : textOf(doc)._start
  let from = left && item ? left.clock - item.id.clock + 1 : 0
  for (; item; item = item.right, from = 0) {
    const { client, clock } = item.id
    if (classOf(client) === 'revived') continue
    if (item.content instanceof Y.ContentType) {
      const isEnd = reading.life.isAlive(client, clock) && !isHiddenMarker(reading, { client, clock })
      if (isEnd || isSameId(item.id, right)) return behind
    }
    if (!(item.content instanceof Y.ContentString)) continue
    for (let offset = from; offset < item.length; offset += 1) {
      const letter = { client, clock: clock + offset }
      if (isSameId(letter, right)) return behind
      if (reading.life.isAlive(client, letter.clock)) behind = letter
    }
  }
  // What was to the right is not there any more.
  return left
}
