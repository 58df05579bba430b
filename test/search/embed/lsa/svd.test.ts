import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { symmetricEigen } from '../../../../src/search/embed/lsa/dense.ts'
import { type SparseRows, truncatedSvd } from '../../../../src/search/embed/lsa/svd.ts'

function sparse(dense: readonly (readonly number[])[]): SparseRows {
  const entries = dense.map((row) =>
    row.map((weight, at) => ({ weight, at })).filter(({ weight }) => weight !== 0),
  )
  const starts = new Int32Array(dense.length + 1)
  entries.forEach((row, at) => {
    starts[at + 1] = (starts[at] as number) + row.length
  })
  const all = entries.flat()
  return {
    rows: dense.length,
    columns: dense[0]?.length ?? 0,
    starts,
    at: Int32Array.from(all, ({ at }) => at),
    weights: Float32Array.from(all, ({ weight }) => weight),
  }
}

const matrixOf = (rows: number, columns: number) =>
  fc.array(
    fc.array(fc.oneof(fc.constant(0), fc.double({ min: -3, max: 3, noNaN: true })), {
      minLength: columns,
      maxLength: columns,
    }),
    { minLength: rows, maxLength: rows },
  )
const matrix = fc
  .tuple(fc.integer({ min: 1, max: 24 }), fc.integer({ min: 1, max: 18 }))
  .chain(([rows, columns]) => matrixOf(rows, columns))

/** The matrix times itself, by columns. */
function square(dense: readonly (readonly number[])[]): number[][] {
  const columns = dense[0]?.length ?? 0
  return Array.from({ length: columns }, (_, a) =>
    Array.from({ length: columns }, (_, b) =>
      dense.reduce((sum, row) => sum + (row[a] ?? 0) * (row[b] ?? 0), 0),
    ),
  )
}

const column = (vectors: ArrayLike<number>, rank: number, at: number, length: number) =>
  Array.from({ length }, (_, row) => vectors[row * rank + at] ?? 0)
const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)

describe('eigenvectors of a symmetric matrix', () => {
  test('they are orthonormal, and the matrix stretches each by its value', () => {
    fc.assert(
      fc.property(matrix, (dense) => {
        const squared = square(dense)
        const width = squared.length
        const { values, vectors } = symmetricEigen(Float64Array.from(squared.flat()), width)
        expect([...values]).toEqual([...values].sort((a, b) => b - a))
        const size = Math.max(1, values[0] ?? 0)
        for (let a = 0; a < width; a++) {
          const vector = column(vectors, width, a, width)
          squared.forEach((row, at) => {
            const difference = dot(row, vector) - (values[a] ?? 0) * (vector[at] ?? 0)
            expect(Math.abs(difference) / size).toBeLessThan(1e-9)
          })
          for (let b = 0; b <= a; b++) {
            expect(dot(vector, column(vectors, width, b, width))).toBeCloseTo(a === b ? 1 : 0, 9)
          }
        }
      }),
      { numRuns: 60, seed: 4 },
    )
  })
})

describe('truncated singular value decomposition', () => {
  test('of a small matrix it is the exact one, however few ranks it has', () => {
    fc.assert(
      fc.property(matrix, (dense) => {
        const columns = dense[0]?.length ?? 0
        const exact = symmetricEigen(Float64Array.from(square(dense).flat()), columns).values
        const { rank, values, vectors } = truncatedSvd(sparse(dense), 10)
        const largest = Math.max(exact[0] ?? 0, 1e-9)
        for (let at = 0; at < Math.min(10, columns); at++) {
          const expected = exact[at] ?? 0
          if (at < rank) expect((values[at] ?? 0) ** 2 / largest).toBeCloseTo(expected / largest, 4)
          else expect(expected / largest).toBeLessThan(1e-4)
        }
        for (let a = 0; a < rank; a++) {
          const vector = column(vectors, rank, a, columns)
          // What it stretches the vector to is as long as the singular value says.
          const image = dense.map((row) => dot(row, vector))
          const length = Math.hypot(...image) ** 2 / largest
          expect(length).toBeCloseTo((values[a] ?? 0) ** 2 / largest, 4)
          expect(dot(vector, vector)).toBeCloseTo(1, 3)
        }
      }),
      { numRuns: 100, seed: 5 },
    )
  })

  test('of a large one it finds the leading directions', () => {
    // Three groups of columns that go together, over noise that only looks like chance.
    const dense = Array.from({ length: 400 }, (_, row) =>
      Array.from(
        { length: 120 },
        (_, at) =>
          (row % 3 === at % 3 ? 6 - (at % 3) : 0) + 0.3 * Math.sin((row + 1) * (at + 7) * 12.9898),
      ),
    )
    const { rank, values, vectors } = truncatedSvd(sparse(dense), 20, { oversampling: 8 })
    expect(rank).toBe(20)
    const squared = Float64Array.from(square(dense).flat())
    const exact = symmetricEigen(squared, 120).values
    for (let at = 0; at < 3; at++) {
      expect((values[at] ?? 0) ** 2 / (exact[at] ?? 1)).toBeCloseTo(1, 5)
    }
    for (let at = 3; at < 20; at++) {
      const share = (values[at] ?? 0) ** 2 / (exact[at] ?? 1)
      expect(share).toBeGreaterThan(0.85)
      expect(share).toBeLessThan(1.001)
    }
    // The strongest direction is that of the first group alone.
    const first = column(vectors, rank, 0, 120)
    const inGroup = first
      .filter((_, at) => at % 3 === 0)
      .reduce((sum, value) => sum + value ** 2, 0)
    expect(inGroup).toBeGreaterThan(0.99)
  })

  test('the same matrix gives the same numbers, and passes are told', () => {
    const dense = Array.from({ length: 60 }, (_, row) =>
      Array.from({ length: 40 }, (_, at) => ((row * 7 + at * 13) % 5 === 0 ? 1 : 0)),
    )
    const passes: string[] = []
    const one = truncatedSvd(sparse(dense), 8, {
      onPass: (done, of) => passes.push(`${done}/${of}`),
    })
    const other = truncatedSvd(sparse(dense), 8)
    expect(one.vectors).toEqual(other.vectors)
    expect(passes).toEqual(['1/4', '2/4', '3/4', '4/4'])
  })

  test('an empty matrix has no directions', () => {
    expect(
      truncatedSvd(
        sparse([
          [0, 0],
          [0, 0],
          [0, 0],
        ]),
        2,
      ).rank,
    ).toBe(0)
  })
})
