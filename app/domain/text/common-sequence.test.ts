import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commonSequence } from './common-sequence'

const words = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 40 })

/** The length of the longest common sequence, by the table that defines it. */
function longest(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0)
  for (const word of a) {
    const next = [0]
    b.forEach((other, at) => {
      next.push(word === other ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0))
    })
    row = next
  }
  return row.at(-1) ?? 0
}

const expectRising = (pairs: readonly (readonly [number, number])[]) => {
  pairs.forEach(([from, to], at) => {
    const [lastFrom, lastTo] = pairs[at - 1] ?? [-1, -1]
    expect(from).toBeGreaterThan(lastFrom)
    expect(to).toBeGreaterThan(lastTo)
  })
}

describe('what two texts have in common', () => {
  test('is the longest common sequence of short texts', () => {
    fc.assert(
      fc.property(words, words, (a, b) => {
        const pairs = commonSequence(a, b)
        expectRising(pairs)
        for (const [from, to] of pairs) expect(a[from]).toBe(b[to])
        expect(pairs).toHaveLength(longest(a, b))
      }),
    )
  })

  test('is all that stayed, where every second word of a long text is another one', () => {
    const a = Array.from({ length: 20_000 }, (_, at) => `word${String(at)}`)
    const b = a.map((word, at) => (at % 2 === 0 ? 'changed' : word))
    const pairs = commonSequence(a, b)
    expectRising(pairs)
    expect(pairs).toHaveLength(10_000)
  })

  test('is found without words that occur once, as far as they are in the same places', () => {
    const a = Array.from({ length: 20_000 }, (_, at) => `word${String((at * 7) % 50)}`)
    const b = a.map((word, at) => (at % 2 === 0 ? 'changed' : word))
    const pairs = commonSequence(a, b)
    expectRising(pairs)
    for (const [from, to] of pairs) expect(a[from]).toBe(b[to])
    expect(pairs.length).toBeGreaterThan(5_000)
  })

  test('is little of two texts that have nothing to do with each other', () => {
    const text = (seed: number) =>
      Array.from({ length: 5_000 }, (_, at) => `word${String((at * seed) % 4_999)}`)
    const pairs = commonSequence(text(17), text(1_013))
    expectRising(pairs)
    expect(pairs.length).toBeLessThan(1_000)
  })
})
