import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { aLiveDocument, anUpdate } from '#tests/updates'
import { decodeUpdate } from '#server/collab/decoded-update'
import { isComplete } from './completeness'

test('an update that builds on what the document does not have is told from one that does not', () => {
  const document = aLiveDocument()
  const doc = new Y.Doc({ gc: false })
  Y.applyUpdate(doc, document.state())
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const text = doc.getText('text')
  text.insert(3, 'a')
  text.insert(4, 'b')
  text.delete(3, 1)
  const [first, second, deletion] = updates.map(decodeUpdate)
  if (!first || !second || !deletion) throw new Error('There are three updates.')
  expect(isComplete(first, document.store)).toBe(true)
  expect(isComplete(second, document.store)).toBe(false)
  expect(isComplete(deletion, document.store)).toBe(false)
  document.apply(first.payload)
  expect(isComplete(second, document.store)).toBe(true)
  expect(isComplete(deletion, document.store)).toBe(true)
  doc.destroy()
})

test('updates that Yjs never writes are no updates: a client id twice, overlapping deletions', () => {
  const document = aLiveDocument()
  const update = anUpdate(document, (_, text) => text.insert(0, 'x'))
  const [count = 0, ...rest] = update
  const deletions = rest.at(-1)
  expect([count, deletions]).toEqual([1, 0])
  const structs = rest.slice(0, -1)
  expect(() => decodeUpdate(Uint8Array.from([2, ...structs, ...structs, 0]))).toThrow()
  // One client id, two ranges: 0 to 5 and 2 to 4.
  expect(() => decodeUpdate(Uint8Array.from([0, 1, 7, 2, 0, 5, 2, 2]))).toThrow()
  expect(() => decodeUpdate(Uint8Array.from([0, 1, 7, 2, 0, 2, 2, 2]))).not.toThrow()
})
