import { symmetricEigen } from './symmetric-eigen'

/** Rows of a sparse matrix, one after the other: row `i` has its entries from `starts[i]` to `starts[i + 1]`. */
export type SparseRows = {
  columns: number
  starts: Uint32Array
  indices: Uint32Array
  values: Float32Array
}

/** More columns than are wanted make the first ones exact; a few passes sharpen the spectrum. */
const oversampling = 8
const passes = 2
/** A direction this much shorter than the longest one is rounding error. */
const negligible = 1e-10

/** mulberry32: the same sequence on every machine. */
function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/**
 * The leading right singular vectors of a sparse matrix, by randomized subspace iteration (Halko, Martinsson and
 * Tropp, 2011) with a fixed seed: the same matrix always gives the same vectors.
 * @returns `columns × rank` by rows; the last ones are zero where the matrix has a lower rank.
 */
export function rightSingularVectors(matrix: SparseRows, rank: number): Float32Array {
  const { columns } = matrix
  const rows = matrix.starts.length - 1
  const width = Math.min(rank + oversampling, columns, rows)
  const random = seededRandom(20_180_403)
  let basis: Float64Array = Float64Array.from({ length: columns * width }, () => random() - 0.5)
  for (let pass = 0; pass < passes; pass += 1) {
    const image = multiplyTransposed(matrix, multiply(matrix, basis, width), width)
    basis = combined(image, columns, width, orthonormalizing(image, columns, width))
  }
  // The directions within the subspace in which the matrix is longest.
  const { vectors } = symmetricEigen(gram(multiply(matrix, basis, width), rows, width), width)
  const turned = combined(basis, columns, width, vectors)
  const leading = new Float32Array(columns * rank)
  for (let column = 0; column < columns; column += 1) {
    for (let at = 0; at < Math.min(rank, width); at += 1) {
      leading[column * rank + at] = turned[column * width + at] ?? 0
    }
  }
  return leading
}

/** matrix · basis */
function multiply({ starts, indices, values }: SparseRows, basis: Float64Array, width: number): Float64Array {
  const rows = starts.length - 1
  const product = new Float64Array(rows * width)
  for (let row = 0; row < rows; row += 1) {
    const end = starts[row + 1] ?? 0
    for (let entry = starts[row] ?? 0; entry < end; entry += 1) {
      addScaled(product, row * width, basis, (indices[entry] ?? 0) * width, values[entry] ?? 0, width)
    }
  }
  return product
}

/** matrixᵀ · image */
function multiplyTransposed(
  { starts, indices, values, columns }: SparseRows,
  image: Float64Array,
  width: number,
): Float64Array {
  const rows = starts.length - 1
  const product = new Float64Array(columns * width)
  for (let row = 0; row < rows; row += 1) {
    const end = starts[row + 1] ?? 0
    for (let entry = starts[row] ?? 0; entry < end; entry += 1) {
      addScaled(product, (indices[entry] ?? 0) * width, image, row * width, values[entry] ?? 0, width)
    }
  }
  return product
}

function addScaled(
  to: Float64Array,
  toStart: number,
  from: Float64Array,
  fromStart: number,
  factor: number,
  count: number,
) {
  for (let at = 0; at < count; at += 1) {
    to[toStart + at] = (to[toStart + at] ?? 0) + factor * (from[fromStart + at] ?? 0)
  }
}

/**
 * What makes the columns of a tall matrix orthonormal, through its small Gram matrix: precise enough for leading
 * directions, and linear in the rows. Directions that are lost in rounding become 0.
 */
function orthonormalizing(tall: Float64Array, rows: number, width: number): Float64Array {
  const { values, vectors } = symmetricEigen(gram(tall, rows, width), width)
  const longest = values[0] ?? 0
  return vectors.map((entry, at) => {
    const value = values[at % width] ?? 0
    return value > longest * negligible ? entry / Math.sqrt(value) : 0
  })
}

/** tall · square */
function combined(tall: Float64Array, rows: number, width: number, square: Float64Array): Float64Array {
  const product = new Float64Array(rows * width)
  for (let start = 0; start < rows * width; start += width) {
    for (let at = 0; at < width; at += 1) {
      const value = tall[start + at] ?? 0
      if (value !== 0) addScaled(product, start, square, at * width, value, width)
    }
  }
  return product
}

/** tallᵀ · tall */
function gram(tall: Float64Array, rows: number, width: number): Float64Array {
  const products = new Float64Array(width * width)
  for (let row = 0; row < rows; row += 1) {
    const start = row * width
    for (let at = 0; at < width; at += 1) {
      const value = tall[start + at] ?? 0
      if (value !== 0) addScaled(products, at * width, tall, start, value, width)
    }
  }
  return products
}
