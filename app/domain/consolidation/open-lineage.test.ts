import { expect, test } from 'vitest'
import type { RecommendationId } from '#domain/ids'
import { openLineageOf, type LineageFacts } from './open-lineage'

const [paragraph, item] = ['p', 'i'] as [RecommendationId, RecommendationId]
const facts = (change: Partial<LineageFacts>): LineageFacts => ({
  items: [{ id: item, status: 'listed' }],
  dispositions: [{ item, kind: 'merged', reason: undefined, targets: [paragraph] }],
  confirmed: new Set(),
  proposed: new Set(),
  ...change,
})

test('a paragraph without a source is open until it is decided, or an amendment brought it', () => {
  expect(openLineageOf(paragraph, facts({}))).toBeUndefined()
  expect(openLineageOf(paragraph, facts({ dispositions: [] }))).toBe('without-source')
  expect(
    openLineageOf(paragraph, facts({ dispositions: [], confirmed: new Set([paragraph]) })),
  ).toBeUndefined()
  expect(
    openLineageOf(paragraph, facts({ dispositions: [], proposed: new Set([paragraph]) })),
  ).toBeUndefined()
})

test('a source that was withdrawn is open until somebody confirms that its words stay', () => {
  const withdrawn = { items: [{ id: item, status: 'withdrawn' as const }] }
  expect(openLineageOf(paragraph, facts(withdrawn))).toBe('source-withdrawn')
  expect(openLineageOf(paragraph, facts({ ...withdrawn, confirmed: new Set([item]) }))).toBeUndefined()
})
