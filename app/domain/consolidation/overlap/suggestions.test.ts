import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RecommendationId } from '#domain/ids'
import { decideSuggestion, suggestionOutcomes, type PairVerdict, type SuggestionParts } from './suggestions'

const [a, b, c] = ['a', 'b', 'c'] as [RecommendationId, RecommendationId, RecommendationId]
const open = () => true
const undecided = () => undefined

describe('what an answer means for each pair', () => {
  test('accepted: all are together', () => {
    expect(decideSuggestion('accepted', [[c, a, b]], open, undecided)).toEqual({
      ok: true,
      pairs: expect.arrayContaining([
        { first: a, second: b, verdict: 'together' },
        { first: a, second: c, verdict: 'together' },
        { first: b, second: c, verdict: 'together' },
      ]),
    })
  })

  test('refused: all are apart; split: those of different parts are, and nothing is decided within a part', () => {
    const refused = decideSuggestion('refused', [[a], [b]], open, undecided)
    expect(refused).toEqual({ ok: true, pairs: [{ first: a, second: b, verdict: 'apart' }] })
    const split = decideSuggestion('split', [[a, b], [c]], open, undecided)
    expect(split.ok && split.pairs).toEqual([
      { first: a, second: c, verdict: 'apart' },
      { first: b, second: c, verdict: 'apart' },
    ])
  })
})

test('one of which an item was settled elsewhere is outdated, whatever the answer', () => {
  const isOpen = (item: RecommendationId) => item !== b
  expect(decideSuggestion('accepted', [[a, b]], isOpen, undecided)).toEqual({
    ok: false,
    refusal: 'suggestion-outdated',
  })
  expect(decideSuggestion('refused', [[a], [b]], isOpen, undecided)).toMatchObject({ ok: false })
})

test('one that another person has answered otherwise is outdated; a group may grow by what is new', () => {
  const refusedBefore = (): PairVerdict => 'apart'
  expect(decideSuggestion('accepted', [[a, b]], open, refusedBefore)).toMatchObject({
    refusal: 'suggestion-outdated',
  })
  const acceptedBefore = ({ second }: { second: string }) => (second === 'b' ? 'together' : undefined)
  expect(decideSuggestion('accepted', [[a, b, c]], open, acceptedBefore)).toEqual({
    ok: true,
    pairs: [
      { first: a, second: c, verdict: 'together' },
      { first: b, second: c, verdict: 'together' },
    ],
  })
  expect(decideSuggestion('accepted', [[a, b]], open, acceptedBefore)).toMatchObject({ ok: false })
})

test.each<[(typeof suggestionOutcomes)[number], SuggestionParts]>([
  ['accepted', [[a]]],
  ['accepted', [[a], [b]]],
  ['accepted', [[a, a]]],
  ['refused', [[a, b]]],
  ['refused', [[a], []]],
  ['split', [[a], [b]]],
  ['split', [[a, b]]],
])('%s with parts that make no sense is refused', (outcome, parts) => {
  expect(decideSuggestion(outcome, parts, open, undecided)).toEqual({ ok: false, refusal: 'invalid' })
})

test('invariant: no pair is decided twice, whatever is answered in whatever order', () => {
  const items = ['a', 'b', 'c', 'd'] as RecommendationId[]
  const answer = fc.record({
    outcome: fc.constantFrom(...suggestionOutcomes),
    parts: fc.array(fc.subarray(items, { minLength: 1 }), { minLength: 1, maxLength: 4 }),
  })
  fc.assert(
    fc.property(fc.array(answer, { maxLength: 12 }), (answers) => {
      const decided = new Map<string, PairVerdict>()
      for (const { outcome, parts } of answers) {
        const decision = decideSuggestion(outcome, parts, open, ({ first, second }) =>
          decided.get(first + second),
        )
        if (!decision.ok) continue
        expect(decision.pairs.length).toBeGreaterThan(0)
        for (const { first, second, verdict } of decision.pairs) {
          expect(first < second).toBe(true)
          expect(decided.has(first + second)).toBe(false)
          decided.set(first + second, verdict)
        }
      }
    }),
  )
})
