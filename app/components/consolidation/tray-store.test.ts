import { expect, test } from 'vitest'
import { emptyTray, followAnswer, type TrayItem } from './tray-store'

const item = (id: string, disposition?: TrayItem['disposition']): TrayItem => ({
  id,
  year: '2018',
  label: id,
  text: 'States should share evidence.',
  language: 'en',
  kind: 'recommendation',
  ...(disposition && { disposition }),
})
const merged = (isOwn: boolean) => ({ kind: 'merged', isOwn }) as const

const selected = { ...emptyTray, ids: ['a', 'b', 'c'] }

test('what one decides becomes one step; what others decide leaves the selection, and one learns of it', () => {
  const after = followAnswer(selected, {
    asked: ['a', 'b', 'c'],
    items: [item('a', merged(true)), item('b', merged(true)), item('c', merged(false))],
  })
  expect(after.ids).toEqual([])
  expect(after.steps).toEqual([
    {
      kind: 'merged',
      items: [
        { id: 'a', year: '2018', label: 'a' },
        { id: 'b', year: '2018', label: 'b' },
      ],
    },
  ])
  expect(after.left?.map(({ id }) => id)).toEqual(['c'])
})

test('an answer that was asked before something was selected does not take it away', () => {
  const after = followAnswer(selected, { asked: ['a'], items: [item('a')] })
  expect(after.ids).toEqual(['a', 'b', 'c'])
})

test('an item that was withdrawn leaves the selection, and one learns its name', () => {
  const before = { ...selected, known: new Map([['b', item('b')]]) }
  const after = followAnswer(before, { asked: ['a', 'b', 'c'], items: [item('a'), item('c')] })
  expect(after.ids).toEqual(['a', 'c'])
  expect(after.left?.map(({ label }) => label)).toEqual(['b'])
})

test('a step that was undone, by whomever, is none any more, and selects nothing', () => {
  const step = { kind: 'merged' as const, items: [{ id: 'a', year: '2018', label: 'a' }] }
  const before = { ...emptyTray, steps: [step] }
  const undone = followAnswer(before, { asked: ['a'], items: [item('a')] })
  expect(undone).toMatchObject({ ids: [], steps: [] })
  expect(followAnswer(before, { asked: ['a'], items: [item('a', merged(true))] }).steps).toEqual([step])
})
