/** Values and vectors of a symmetric matrix, the largest value first; column `j` of `vectors` belongs to value `j`. */
export type Eigen = { values: Float64Array; vectors: Float64Array }

const mostSweeps = 30
const precision = 1e-12

/** Cyclic Jacobi rotations: slow for large matrices, exact and short for the small ones that are needed here. */
export function symmetricEigen(matrix: Float64Array, size: number): Eigen {
  const work = matrix.slice()
  const vectors = new Float64Array(size * size)
  for (let at = 0; at < size; at += 1) vectors[at * size + at] = 1
  const at = (row: number, column: number) => work[row * size + column] ?? 0
  const scale = work.reduce((sum, value) => sum + value * value, 0)
  for (let sweep = 0; sweep < mostSweeps; sweep += 1) {
    let rest = 0
    for (let p = 0; p < size; p += 1) for (let q = p + 1; q < size; q += 1) rest += at(p, q) ** 2
    if (rest <= precision ** 2 * scale) break
    for (let p = 0; p < size; p += 1) {
      for (let q = p + 1; q < size; q += 1) {
        const between = at(p, q)
        if (between === 0) continue
        const theta = (at(q, q) - at(p, p)) / (2 * between)
        const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1))
        const cosine = 1 / Math.hypot(tangent, 1)
        rotateColumns(work, size, p, q, cosine, tangent * cosine)
        rotateRows(work, size, p, q, cosine, tangent * cosine)
        rotateColumns(vectors, size, p, q, cosine, tangent * cosine)
      }
    }
  }
  return sorted(work, vectors, size)
}

function rotateColumns(
  matrix: Float64Array,
  size: number,
  p: number,
  q: number,
  cosine: number,
  sine: number,
) {
  for (let start = 0; start < size * size; start += size) {
    const [left, right] = [matrix[start + p] ?? 0, matrix[start + q] ?? 0]
    matrix[start + p] = cosine * left - sine * right
    matrix[start + q] = sine * left + cosine * right
  }
}

function rotateRows(matrix: Float64Array, size: number, p: number, q: number, cosine: number, sine: number) {
  for (let column = 0; column < size; column += 1) {
    const [upper, lower] = [matrix[p * size + column] ?? 0, matrix[q * size + column] ?? 0]
    matrix[p * size + column] = cosine * upper - sine * lower
    matrix[q * size + column] = sine * upper + cosine * lower
  }
}

function sorted(diagonal: Float64Array, vectors: Float64Array, size: number): Eigen {
  const valueAt = (index: number) => diagonal[index * size + index] ?? 0
  const order = Array.from({ length: size }, (_, index) => index).toSorted((a, b) => valueAt(b) - valueAt(a))
  const arranged = new Float64Array(size * size)
  for (const [to, from] of order.entries()) {
    for (let row = 0; row < size; row += 1) arranged[row * size + to] = vectors[row * size + from] ?? 0
  }
  return { values: Float64Array.from(order, valueAt), vectors: arranged }
}
