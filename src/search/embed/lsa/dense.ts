/** Rows of a matrix that are worked on at a time: what they are multiplied with stays in the processor's cache. */
const block = 64

/** Rounded up to what `addProducts` takes. */
const padded = (count: number) => Math.ceil(count / 4) * 4

/**
 * Adds to `into` the products of each of `rows` rows of `left` with each of `columns` rows of `right`, all of `length`
 * numbers. Four by two at a time, whose sums stay in registers: `rows` and `columns` are multiples of 4.
 *
 * @param columnFrom The first column that is wanted of a row, and of the three behind it; a multiple of 2.
 * @param lengthOf How many numbers are not 0 of a column, and of the next.
 */
function addProducts(
  left: Float64Array,
  rows: number,
  right: Float64Array,
  columns: number,
  length: number,
  into: Float64Array,
  columnFrom: (row: number) => number = () => 0,
  lengthOf: (column: number) => number = () => length,
): void {
  for (let row = 0; row < rows; row += 4) {
    const a = row * length
    const b = a + length
    const c = b + length
    const d = c + length
    for (let column = columnFrom(row); column < columns; column += 2) {
      const e = column * length
      const f = e + length
      const end = lengthOf(column)
      let [ae, af, be, bf] = [0, 0, 0, 0]
      let [ce, cf, de, df] = [0, 0, 0, 0]
      for (let at = 0; at < end; at++) {
        const x = right[e + at] as number
        const y = right[f + at] as number
        const p = left[a + at] as number
        const q = left[b + at] as number
        const r = left[c + at] as number
        const s = left[d + at] as number
        ae += p * x
        af += p * y
        be += q * x
        bf += q * y
        ce += r * x
        cf += r * y
        de += s * x
        df += s * y
      }
      const to = row * columns + column
      const sums = [ae, af, be, bf, ce, cf, de, df]
      for (let index = 0; index < 8; index++) {
        const at = to + (index >> 1) * columns + (index & 1)
        into[at] = (into[at] as number) + (sums[index] as number)
      }
    }
  }
}

/** Adds the products of the columns of `rows` with each other to `sum`: its upper triangle alone, `width` × `width`. */
export function gram(rows: Float32Array, width: number, sum: Float64Array): Float64Array {
  const count = rows.length / width
  const size = padded(width)
  // Columns as rows, and zeroes behind them.
  const columns = new Float64Array(size * block)
  const products = new Float64Array(size * size)
  for (let start = 0; start < count; start += block) {
    const length = Math.min(block, count - start)
    if (length < block) columns.fill(0)
    for (let row = 0; row < length; row++) {
      for (let column = 0; column < width; column++) {
        columns[column * block + row] = rows[(start + row) * width + column] as number
      }
    }
    addProducts(columns, size, columns, size, block, products, (row) => row)
  }
  for (let row = 0; row < width; row++) {
    for (let column = row; column < width; column++) {
      const at = row * width + column
      sum[at] = (sum[at] as number) + (products[row * size + column] as number)
    }
  }
  return sum
}

/**
 * The matrix that makes columns orthonormal whose products with each other are given (upper triangle): the inverse of
 * their Cholesky factor, upper triangular. A column that depends on those before it becomes zero.
 */
export function factor(products: Float64Array, width: number): Float64Array {
  const upper = products
  const alive = new Uint8Array(width)
  for (let i = 0; i < width; i++) {
    const whole = products[i * width + i] as number
    let rest = whole
    for (let k = 0; k < i; k++) rest -= (upper[k * width + i] as number) ** 2
    // What is left is rounding: the columns are of single precision.
    if (!(rest > whole * 1e-12)) {
      for (let j = i; j < width; j++) upper[i * width + j] = 0
      continue
    }
    alive[i] = 1
    const root = Math.sqrt(rest)
    upper[i * width + i] = root
    for (let k = 0; k < i; k++) {
      const above = upper[k * width + i] as number
      if (above === 0) continue
      for (let j = i + 1; j < width; j++) {
        upper[i * width + j] =
          (upper[i * width + j] as number) - above * (upper[k * width + j] as number)
      }
    }
    for (let j = i + 1; j < width; j++)
      upper[i * width + j] = (upper[i * width + j] as number) / root
  }
  const inverse = new Float64Array(width * width)
  for (let j = 0; j < width; j++) {
    if (alive[j] === 0) continue
    inverse[j * width + j] = 1 / (upper[j * width + j] as number)
    for (let i = j - 1; i >= 0; i--) {
      if (alive[i] === 0) continue
      let sum = 0
      for (let k = i + 1; k <= j; k++) {
        sum += (upper[i * width + k] as number) * (inverse[k * width + j] as number)
      }
      inverse[i * width + j] = -sum / (upper[i * width + i] as number)
    }
  }
  return inverse
}

/**
 * Rows of `width` times a matrix of `width` × `columns`. `into` may be `rows` when both are as wide.
 *
 * @param isUpper Whether the matrix has nothing below its diagonal.
 */
export function multiplyRows(
  rows: Float32Array,
  width: number,
  matrix: Float64Array,
  columns: number,
  isUpper = false,
  into: Float32Array = new Float32Array((rows.length / width) * columns),
): Float32Array {
  const count = rows.length / width
  const size = padded(columns)
  const turned = new Float64Array(size * width)
  for (let row = 0; row < width; row++) {
    for (let column = 0; column < columns; column++) {
      turned[column * width + row] = matrix[row * columns + column] as number
    }
  }
  const lengthOf = (column: number) => (isUpper ? Math.min(column + 2, width) : width)
  const left = new Float64Array(block * width)
  const products = new Float64Array(block * size)
  for (let start = 0; start < count; start += block) {
    const end = Math.min(start + block, count)
    left.set(rows.subarray(start * width, end * width))
    products.fill(0)
    addProducts(left, block, turned, size, width, products, () => 0, lengthOf)
    for (let row = start; row < end; row++) {
      const from = (row - start) * size
      into.set(products.subarray(from, from + columns), row * columns)
    }
  }
  return into
}

/** Sweeps after which Jacobi's method has long converged. */
const mostSweeps = 30

/**
 * Eigenvalues of a symmetric matrix, largest first, and their vectors as columns, by Jacobi's cyclic method.
 * The matrix is used up.
 */
export function symmetricEigen(
  matrix: Float64Array,
  width: number,
): { values: Float64Array; vectors: Float64Array } {
  // Vectors are rows while they are turned.
  const turned = new Float64Array(width * width)
  for (let i = 0; i < width; i++) turned[i * width + i] = 1
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let off = 0
    let diagonal = 0
    for (let i = 0; i < width; i++) {
      diagonal += (matrix[i * width + i] as number) ** 2
      for (let j = i + 1; j < width; j++) off += (matrix[i * width + j] as number) ** 2
    }
    if (off <= diagonal * 1e-22) break
    for (let p = 0; p < width - 1; p++) {
      for (let q = p + 1; q < width; q++) rotate(matrix, turned, width, p, q)
    }
  }
  const order = Array.from({ length: width }, (_, index) => index).sort(
    (a, b) => (matrix[b * width + b] as number) - (matrix[a * width + a] as number) || a - b,
  )
  const values = Float64Array.from(order, (index) => matrix[index * width + index] as number)
  const vectors = new Float64Array(width * width)
  order.forEach((from, column) => {
    for (let row = 0; row < width; row++) {
      vectors[row * width + column] = turned[from * width + row] as number
    }
  })
  return { values, vectors }
}

/** Turns the plane of `p` and `q` so that their product vanishes. */
function rotate(
  matrix: Float64Array,
  turned: Float64Array,
  width: number,
  p: number,
  q: number,
): void {
  const apq = matrix[p * width + q] as number
  if (apq === 0) return
  const app = matrix[p * width + p] as number
  const aqq = matrix[q * width + q] as number
  if (Math.abs(apq) < 1e-18 * Math.sqrt(Math.abs(app * aqq))) return
  const theta = (aqq - app) / (2 * apq)
  const tangent = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const cosine = 1 / Math.sqrt(tangent * tangent + 1)
  const sine = tangent * cosine
  // The matrix stays symmetric: rows are turned, and their columns set to the same.
  const atP = p * width
  const atQ = q * width
  for (let k = 0; k < width; k++) {
    const left = matrix[atP + k] as number
    const right = matrix[atQ + k] as number
    const newLeft = cosine * left - sine * right
    const newRight = sine * left + cosine * right
    matrix[atP + k] = newLeft
    matrix[atQ + k] = newRight
    if (k === p || k === q) continue
    matrix[k * width + p] = newLeft
    matrix[k * width + q] = newRight
  }
  matrix[atP + p] = app - tangent * apq
  matrix[atQ + q] = aqq + tangent * apq
  matrix[atP + q] = 0
  matrix[atQ + p] = 0
  for (let k = 0; k < width; k++) {
    const left = turned[atP + k] as number
    const right = turned[atQ + k] as number
    turned[atP + k] = cosine * left - sine * right
    turned[atQ + k] = sine * left + cosine * right
  }
}
