import { expect, test } from 'vitest'
import { $pressEnter, $deleteCharacter, $toggleSubItems } from './edit-commands'
import { $select, $range, aPeer, exchange, showDoc, showEditor, textUpdate } from '#tests/editor-peer'

test('typed letters arrive', () => {
  const first = textUpdate(['States should share evidence.', 'Done.'])
  const [a, b] = [aPeer(101, first), aPeer(202, first)]
  a.update(() => {
    $select(0, 6)
    $range().insertText(' parties')
  })
  exchange([a, b])
  expect(showDoc(b.doc)).toBe('States parties should share evidence.\nDone.')
  expect(showEditor(b.editor)).toBe(showDoc(b.doc))
  a.update(() => {
    $select(0, 14)
    $pressEnter(a.binding, a.guard)
  })
  b.update(() => {
    $select(1, 0)
    $toggleSubItems(b.binding)
  })
  exchange([a, b])
  expect(showDoc(b.doc)).toBe('States parties\n should share evidence.\n(1) Done.')
  expect(showEditor(b.editor)).toBe(showDoc(b.doc))
  a.update(() => {
    $select(1, 0)
    $deleteCharacter(a.binding, a.guard, true)
  })
  a.update(() => $range().insertText('x'))
  exchange([a, b])
  expect(showDoc(b.doc)).toBe('States partiesx should share evidence.\n(1) Done.')
  expect(showEditor(b.editor)).toBe(showDoc(b.doc))
  expect([...a.errors, ...b.errors]).toEqual([])
})
