import fc from 'fast-check'
import { expect, test } from 'vitest'
import { completeLinkGroups, type ScoredPair } from './groups'

const pair = (a: number, b: number, score: number): ScoredPair => ({ a, b, score })

test('a group needs every pair: a chain is no group', () => {
  const chain = [pair(0, 1, 0.9), pair(1, 2, 0.8), pair(2, 3, 0.7)]
  expect(completeLinkGroups(chain, 8)).toEqual([
    { members: [0, 1], score: 0.9 },
    { members: [2, 3], score: 0.7 },
  ])
  expect(completeLinkGroups([...chain, pair(0, 2, 0.75)], 8)).toEqual([{ members: [0, 1, 2], score: 0.75 }])
})

const somePairs = fc
  .uniqueArray(fc.tuple(fc.nat(9), fc.nat(9)), {
    selector: ([a, b]) => `${String(Math.min(a, b))} ${String(Math.max(a, b))}`,
  })
  .chain((places) =>
    fc.tuple(
      fc.constant(places.filter(([a, b]) => a !== b)),
      fc.array(fc.integer({ min: 40, max: 99 }), { minLength: 45, maxLength: 45 }),
    ),
  )
  .map(([places, scores]) => places.map(([a, b], at) => pair(a, b, (scores[at] ?? 40) / 100)))

test('invariant: groups share no item, are not too large, and all of a group overlap at least by its score', () => {
  fc.assert(
    fc.property(somePairs, fc.integer({ min: 2, max: 6 }), (pairs, largest) => {
      const groups = completeLinkGroups(pairs, largest)
      const members = groups.flatMap((group) => group.members)
      expect(new Set(members).size).toBe(members.length)
      for (const group of groups) {
        expect(group.members.length).toBeLessThanOrEqual(largest)
        const scores = group.members.flatMap((b, at) =>
          group.members
            .slice(0, at)
            .map(
              (a) =>
                pairs.find(
                  (scoredPair) =>
                    [scoredPair.a, scoredPair.b].includes(a) && [scoredPair.a, scoredPair.b].includes(b),
                )?.score ?? 0,
            ),
        )
        expect(Math.min(...scores)).toBe(group.score)
      }
    }),
  )
})

test('invariant: the order of the pairs, and of the two in each, makes no difference', () => {
  fc.assert(
    fc.property(somePairs, fc.infiniteStream(fc.nat()), (pairs, random) => {
      const order = pairs
        .map((scoredPair) => ({ one: scoredPair, by: random.next().value ?? 0 }))
        .toSorted((x, y) => x.by - y.by)
      const shuffled = order.map(({ one: { a, b, score }, by }) =>
        by % 2 === 0 ? pair(a, b, score) : pair(b, a, score),
      )
      expect(completeLinkGroups(shuffled, 4)).toEqual(completeLinkGroups(pairs, 4))
    }),
  )
})

test('no two groups that are small enough are left apart although all of them overlap', () => {
  fc.assert(
    fc.property(somePairs, (pairs) => {
      const groups = completeLinkGroups(pairs, Infinity)
      const overlap = (a: number, b: number) =>
        pairs.some(
          (scoredPair) =>
            [scoredPair.a, scoredPair.b].includes(a) && [scoredPair.a, scoredPair.b].includes(b),
        )
      for (const one of groups) {
        for (const other of groups) {
          if (one === other) continue
          expect(one.members.every((a) => other.members.every((b) => overlap(a, b)))).toBe(false)
        }
      }
    }),
  )
})
