import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { textOf } from '#editor/shape'
import { aLiveDocument, anEdit, anUpdate, partsOf, unitAt } from '#tests/updates'
import type { LiveDocument } from '#server/collab/live-document'
import { areInOrder, orderOf } from './order'

const itemsOf = (document: LiveDocument, update: Uint8Array) =>
  partsOf(document, update).structs.filter((struct): struct is Y.Item => struct instanceof Y.Item)

/** An item between these neighbours, as a hostile client may send it. */
function forged(left: Y.ID, right: Y.ID, clock = 0): Y.Item {
  const id = Y.createID(2 ** 32 + 9, clock)
  return new Y.Item(id, null, left, null, right, null, null, new Y.ContentString('x'))
}

const idAt = (document: LiveDocument, place: number) => {
  const { client, clock } = unitAt(document, place)
  return Y.createID(client, clock)
}

test('honest edits are in order', () => {
  const document = aLiveDocument('One two three.', 'Four.')
  for (const work of [
    (text: Y.Text) => text.insert(4, 'many words '),
    (text: Y.Text) => (text.delete(2, 5), text.insert(2, 'xyz')),
    (text: Y.Text) => text.insert(0, 'First. '),
  ]) {
    const items = itemsOf(
      document,
      anUpdate(document, (_, text) => void work(text)),
    )
    expect(orderOf(items, document.store)).toBe('sound')
  }
  const structure = anEdit(document, (edit) => edit.splitBlock({ left: unitAt(document, 3) }))
  const items = itemsOf(document, structure)
  expect(orderOf(items, document.store)).not.toBe('unsound')
  document.apply(structure)
  expect(areInOrder(items, document.store)).toBe(true)
})

test('an item whose left neighbour is not on the left is unsound', () => {
  const document = aLiveDocument()
  const [early, late] = [idAt(document, 2), idAt(document, 9)]
  expect(orderOf([forged(early, late)], document.store)).toBe('sound')
  expect(orderOf([forged(late, early)], document.store)).toBe('unsound')
  expect(orderOf([forged(late, late)], document.store)).toBe('unsound')
})

test('items that hide their inversion behind one another are found when they are applied', () => {
  const document = aLiveDocument()
  const [early, late] = [idAt(document, 2), idAt(document, 9)]
  const first = forged(late, idAt(document, 12))
  const second = forged(Y.createID(first.id.client, 0), early, 1)
  expect(orderOf([first, second], document.store)).toBe('unknown')
  document.doc.transact((transaction) => {
    for (const item of [first, second]) item.integrate(transaction, 0)
  })
  expect(textOf(document.doc).length).toBeGreaterThan(0)
  expect(areInOrder([first, second], document.store)).toBe(false)
})

test('an update that makes the server walk the text over and over is refused in good time', () => {
  const document = aLiveDocument('x')
  const doc = document.doc
  // Alternating authors: items that Yjs cannot merge.
  for (let index = 0; index < 4_000; index += 1) {
    doc.clientID = 2 ** 32 + 20 + (index % 2)
    textOf(doc).insert(0, 'y')
  }
  const [first, last] = [idAt(document, 0), idAt(document, 3_999)]
  const items = Array.from({ length: 50_000 }, (_, clock) => forged(first, last, clock))
  const startedMs = performance.now()
  expect(orderOf(items, document.store)).toBe('unsound')
  expect(performance.now() - startedMs).toBeLessThan(500)
})
