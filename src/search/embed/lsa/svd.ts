import { factor, gram, multiplyRows, symmetricEigen } from './dense.ts'

/** A sparse matrix by rows: those of row r are `starts[r]` to `starts[r + 1]`, exclusive. */
export interface SparseRows {
  rows: number
  columns: number
  starts: Int32Array
  /** Columns of the entries, each at most once a row. */
  at: Int32Array
  weights: Float32Array
}

export interface Decomposition {
  /** Singular values found; fewer than were asked for when the matrix has no more. */
  rank: number
  /** Largest first. */
  values: Float64Array
  /** Right singular vectors: `columns` rows of `rank` numbers. */
  vectors: Float32Array
}

export interface SvdSettings {
  /** Directions carried along beyond those asked for. Default 32. */
  oversampling?: number
  /** Power iterations. Default 2. */
  iterations?: number
  seed?: number
  /** Told after each of the passes over the matrix. */
  onPass?: (done: number, total: number) => void
}

/**
 * The largest singular values of a sparse matrix and their right vectors, by randomised range finding with power
 * iterations, re-orthonormalised each time (Halko, Martinsson and Tropp 2011, algorithms 4.4 and 5.1). The same matrix
 * and seed give the same numbers.
 *
 * The matrix is only ever multiplied from the left and the right at once, row by row, so that beside it there are two
 * dense arrays of `columns` × (`rank` + oversampling) floats and none with as many rows as it has.
 */
export function truncatedSvd(
  matrix: SparseRows,
  rank: number,
  { oversampling = 32, iterations = 2, seed = 1, onPass = () => {} }: SvdSettings = {},
): Decomposition {
  const { columns } = matrix
  const width = Math.min(rank + oversampling, columns, matrix.rows)
  const passes = iterations + 2
  let basis = randomRange(matrix, width, seed)
  orthonormalise(basis, width)
  onPass(1, passes)
  for (let pass = 0; pass < iterations; pass++) {
    basis = applyBoth(matrix, basis, width)
    orthonormalise(basis, width)
    onPass(pass + 2, passes)
  }
  const { values: squares, vectors: rotation } = symmetricEigen(
    projected(matrix, basis, width),
    width,
  )
  const largest = Math.max(squares[0] ?? 0, Number.MIN_VALUE)
  let found = 0
  while (found < Math.min(rank, width) && (squares[found] as number) > largest * 1e-9) found++
  const chosen = new Float64Array(width * found)
  for (let row = 0; row < width; row++) {
    for (let column = 0; column < found; column++) {
      chosen[row * found + column] = rotation[row * width + column] as number
    }
  }
  const vectors = multiplyRows(basis, width, chosen, found)
  onPass(passes, passes)
  return { rank: found, values: squares.slice(0, found).map(Math.sqrt), vectors }
}

/** The transposed matrix times one of normally distributed numbers. */
function randomRange(matrix: SparseRows, width: number, seed: number): Float32Array {
  const normal = normalNumbers(seed)
  const product = new Float32Array(matrix.columns * width)
  const random = new Float64Array(width)
  for (let row = 0; row < matrix.rows; row++) {
    for (let index = 0; index < width; index++) random[index] = normal()
    scatter(matrix, row, random, product, width)
  }
  return product
}

/** The transposed matrix times the matrix times the basis. */
function applyBoth(matrix: SparseRows, basis: Float32Array, width: number): Float32Array {
  const product = new Float32Array(basis.length)
  const image = new Float64Array(width)
  for (let row = 0; row < matrix.rows; row++) {
    gather(matrix, row, basis, image, width)
    scatter(matrix, row, image, product, width)
  }
  return product
}

/** The square of the matrix in the basis: `width` × `width`. */
function projected(matrix: SparseRows, basis: Float32Array, width: number): Float64Array {
  const block = 256
  const images = new Float32Array(block * width)
  const image = new Float64Array(width)
  const sum = new Float64Array(width * width)
  for (let start = 0; start < matrix.rows; start += block) {
    const end = Math.min(start + block, matrix.rows)
    for (let row = start; row < end; row++) {
      gather(matrix, row, basis, image, width)
      images.set(image, (row - start) * width)
    }
    gram(images.subarray(0, (end - start) * width), width, sum)
  }
  return mirrored(sum, width)
}

function gather(
  { starts, at, weights }: SparseRows,
  row: number,
  basis: Float32Array,
  image: Float64Array,
  width: number,
): void {
  image.fill(0)
  const end = starts[row + 1] as number
  for (let entry = starts[row] as number; entry < end; entry++) {
    const weight = weights[entry] as number
    const from = (at[entry] as number) * width
    for (let index = 0; index < width; index++) {
      image[index] = (image[index] as number) + weight * (basis[from + index] as number)
    }
  }
}

function scatter(
  { starts, at, weights }: SparseRows,
  row: number,
  image: Float64Array,
  product: Float32Array,
  width: number,
): void {
  const end = starts[row + 1] as number
  for (let entry = starts[row] as number; entry < end; entry++) {
    const weight = weights[entry] as number
    const to = (at[entry] as number) * width
    for (let index = 0; index < width; index++) {
      product[to + index] = (product[to + index] as number) + weight * (image[index] as number)
    }
  }
}

/** Makes the columns of `rows` orthonormal in place; those that depend on others become zero. */
function orthonormalise(rows: Float32Array, width: number): void {
  const inverse = factor(gram(rows, width, new Float64Array(width * width)), width)
  multiplyRows(rows, width, inverse, width, true, rows)
}

function mirrored(upper: Float64Array, width: number): Float64Array {
  for (let row = 1; row < width; row++) {
    for (let column = 0; column < row; column++) {
      upper[row * width + column] = upper[column * width + row] as number
    }
  }
  return upper
}

/** Normally distributed numbers (polar Box-Muller over mulberry32), the same for the same seed. */
function normalNumbers(seed: number): () => number {
  let state = seed >>> 0
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  let spare: number | null = null
  return () => {
    if (spare !== null) {
      const kept = spare
      spare = null
      return kept
    }
    for (;;) {
      const x = 2 * uniform() - 1
      const y = 2 * uniform() - 1
      const square = x * x + y * y
      if (square >= 1 || square === 0) continue
      const factor = Math.sqrt((-2 * Math.log(square)) / square)
      spare = y * factor
      return x * factor
    }
  }
}
