import { expect, test } from 'vitest'
import { rightSingularVectors, type SparseRows } from './svd'

/** Rows of two kinds that share no column, one kind with larger values. */
function twoTopics(): SparseRows {
  const rows = [
    [3, 3, 0, 0, 0],
    [6, 6, 0, 0, 0],
    [0, 0, 1, 2, 0],
    [0, 0, 2, 4, 0],
  ]
  const starts = Uint32Array.from({ length: rows.length + 1 }, (_, row) => row * 5)
  const indices = Uint32Array.from(rows.flatMap((row) => row.map((_, column) => column)))
  return { columns: 5, starts, indices, values: Float32Array.from(rows.flat()) }
}

test('the leading directions are found, the strongest first, and are of length 1', () => {
  const vectors = rightSingularVectors(twoTopics(), 2)
  const direction = (at: number) => [0, 1, 2, 3, 4].map((column) => Math.abs(vectors[column * 2 + at] ?? 0))
  const half = Math.SQRT1_2
  for (const [at, expected] of [
    [half, half, 0, 0, 0],
    [0, 0, 1 / Math.sqrt(5), 2 / Math.sqrt(5), 0],
  ].entries()) {
    for (const [column, value] of direction(at).entries()) expect(value).toBeCloseTo(expected[column] ?? 0, 5)
  }
})

test('what a matrix of lower rank does not have is 0, and the same matrix gives the same vectors', () => {
  const vectors = rightSingularVectors(twoTopics(), 4)
  for (let column = 0; column < 5; column += 1) {
    expect([...vectors.slice(column * 4 + 2, column * 4 + 4)].map(Math.abs)).toEqual([0, 0])
  }
  expect(rightSingularVectors(twoTopics(), 4)).toEqual(vectors)
})
