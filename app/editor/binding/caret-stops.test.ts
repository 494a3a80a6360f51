import { expect, test } from 'vitest'
import { nextStop, stopsAt } from './caret-stops'
import type { ShownBlock } from './shown-blocks'

const block = (...parts: [text: string, ...brackets: string[]][]): ShownBlock => ({
  kind: 'paragraph',
  level: 0,
  marker: undefined,
  removed: false,
  node: '1',
  runs: parts.map(([text, ...brackets], index) => ({
    client: 1,
    clock: index * 100,
    text,
    emphasis: 0,
    brackets,
  })),
})

test('the caret can be inside, between and outside of the signs at one place', () => {
  const text = block(['a'], ['b', 'x', 'y'], ['c'])
  expect(stopsAt(text, 1)).toEqual([[], ['x'], ['x', 'y']])
  expect(stopsAt(text, 2)).toEqual([['x', 'y'], ['x'], []])
  expect(stopsAt(text, 3)).toEqual([[]])
})

test('at the end of a block the caret leaves the brackets that end there, and enters those that begin it', () => {
  const text = block(['b', 'x'])
  expect(nextStop(text, 1, ['x'], 'forward')).toEqual([])
  expect(nextStop(text, 1, [], 'forward')).toBeUndefined()
  expect(nextStop(text, 0, ['x'], 'backward')).toEqual([])
})

test('brackets side by side, and one without words, have places between them', () => {
  expect(stopsAt(block(['a', 'x'], ['b', 'y']), 1)).toEqual([['x'], [], ['y']])
  expect(stopsAt(block(['a'], ['', 'x'], ['b']), 1)).toEqual([[], ['x'], []])
})
