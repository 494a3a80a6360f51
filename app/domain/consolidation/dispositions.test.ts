import { expect, test } from 'vitest'
import type { RecommendationId } from '#domain/ids'
import { coverageOf, dispositionKind } from './dispositions'

const id = (name: string) => name as RecommendationId

test('an item is carried over as long as its paragraph reads the same', () => {
  expect(dispositionKind('States agree.', [{ text: 'States  agree.\n', sources: 1 }])).toBe('carried-over')
  expect(dispositionKind('States agree.', [{ text: 'All States agree.', sources: 1 }])).toBe('reworded')
  expect(dispositionKind('States agree.', [{ text: 'States agree.', sources: 2 }])).toBe('merged')
  const two = [
    { text: 'States agree.', sources: 1 },
    { text: 'They say so.', sources: 3 },
  ]
  expect(dispositionKind('States agree.', two)).toBe('split')
})

test('an item whose only paragraph was dropped is not covered any more', () => {
  const dispositions = [
    { item: id('a'), kind: 'merged' as const, reason: undefined, targets: [id('p')] },
    { item: id('b'), kind: 'split' as const, reason: undefined, targets: [id('p'), id('q')] },
    { item: id('c'), kind: 'not-retained' as const, reason: 'Covered by (b).', targets: [] },
  ]
  const items = ['a', 'b', 'c', 'd'].map(id)
  expect(coverageOf(items, dispositions, new Set())).toEqual({ items: 4, covered: 3, missing: [id('d')] })
  expect(coverageOf(items, dispositions, new Set([id('p')])).missing).toEqual([id('a'), id('d')])
})
