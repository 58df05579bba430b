import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { quantise } from '../../../src/search/embed/quantise.ts'
import { type Near, VectorColumn } from '../../../src/search/forward/vector-column.ts'

const number = fc.double({ min: -1, max: 1, noNaN: true })
const vectorOf = (dimensions: number) =>
  fc.array(number, { minLength: dimensions, maxLength: dimensions })

/** Vectors by document, with gaps, and others that take the place of some or none of them. */
const filled = fc.constantFrom(1, 3, 15, 16, 17, 40).chain((dimensions) =>
  fc.record({
    dimensions: fc.constant(dimensions),
    writes: fc.array(
      fc.record({
        doc: fc.nat({ max: 60 }),
        vector: fc.option(vectorOf(dimensions), { freq: 4, nil: null }),
      }),
      { maxLength: 80 },
    ),
    query: vectorOf(dimensions),
    most: fc.integer({ min: 1, max: 12 }),
    floor: fc.constantFrom(-1, 0, 0.3),
    every: fc.constantFrom(1, 2, 5),
  }),
)

/** What the column should hold: the vectors as they are quantised. */
class Plain {
  readonly rows = new Map<number, number[]>()

  write(doc: number, vector: number[] | null): void {
    const row = new Int8Array(vector?.length ?? 0)
    const scale = vector === null ? 0 : quantise(vector, row)
    if (scale === 0) this.rows.delete(doc)
    else
      this.rows.set(
        doc,
        Array.from(row, (value) => value * scale),
      )
  }

  cosine(doc: number, query: readonly number[]): number | null {
    const row = this.rows.get(doc)
    const norm = Math.hypot(...query)
    if (row === undefined) return null
    return norm === 0
      ? 0
      : row.reduce((sum, value, at) => sum + (value * (query[at] ?? 0)) / norm, 0)
  }
}

function fill({
  dimensions,
  writes,
}: Pick<Parameters<Parameters<typeof filled.map>[0]>[0], 'dimensions' | 'writes'>) {
  const column = new VectorColumn(dimensions)
  const plain = new Plain()
  for (const { doc, vector } of writes) {
    if (vector === null) column.remove(doc)
    else column.put(doc, vector)
    plain.write(doc, vector)
  }
  return { column, plain }
}

describe('vector column', () => {
  test('cosines are those of the quantised vectors', () => {
    fc.assert(
      fc.property(filled, ({ dimensions, writes, query }) => {
        const { column, plain } = fill({ dimensions, writes })
        expect(column.count).toBe(plain.rows.size)
        const asked = column.query(query)
        const docs = Array.from({ length: 64 }, (_, doc) => doc)
        const cosines = column.cosines(asked, docs)
        for (const doc of docs) {
          const expected = plain.cosine(doc, query)
          const cosine = column.cosine(doc, asked)
          expect(column.has(doc)).toBe(expected !== null)
          if (expected === null) {
            expect(cosine).toBeNull()
            expect(cosines[doc]).toBeNaN()
          } else {
            expect(cosine).toBeCloseTo(expected, 3)
            expect(cosines[doc]).toBe(cosine)
          }
        }
      }),
      { numRuns: 60, seed: 1 },
    )
  })

  test('the nearest are what a look at every vector finds', () => {
    fc.assert(
      fc.property(filled, ({ dimensions, writes, query, most, floor, every }) => {
        const { column } = fill({ dimensions, writes })
        const asked = column.query(query)
        const isEligible = (doc: number) => doc % every === 0
        const all: Near[] = []
        for (let doc = 0; doc <= 60; doc++) {
          const cosine = isEligible(doc) ? column.cosine(doc, asked) : null
          if (cosine !== null && cosine >= floor) all.push({ doc, cosine })
        }
        all.sort((a, b) => b.cosine - a.cosine || a.doc - b.doc)
        expect(column.nearest(asked, { most, floor, isEligible })).toEqual(all.slice(0, most))
      }),
      { numRuns: 100, seed: 2 },
    )
  })

  test('it finds the same over many blocks, and after it has grown', () => {
    const column = new VectorColumn(32)
    const vectorAt = (doc: number) =>
      Array.from({ length: 32 }, (_, at) => Math.sin(doc * (at + 1)))
    for (let doc = 0; doc < 10_000; doc++) column.put(doc, vectorAt(doc))
    const query = column.query(vectorAt(9_999))
    const all = Array.from({ length: 10_000 }, (_, doc) => ({
      doc,
      cosine: column.cosine(doc, query) ?? 0,
    })).sort((a, b) => b.cosine - a.cosine || a.doc - b.doc)
    expect(column.nearest(query, { most: 50, floor: -1 })).toEqual(all.slice(0, 50))
    expect(all[0]?.cosine).toBeCloseTo(1, 3)
  })

  test('of ever nearer ones the last are found, and of equal ones the first', () => {
    const column = new VectorColumn(2)
    for (let doc = 0; doc < 900; doc++) column.put(doc, [300 + Math.floor(doc / 3), 300])
    const query = column.query([1, 0])
    const all = Array.from({ length: 900 }, (_, doc) => ({
      doc,
      cosine: column.cosine(doc, query) ?? 0,
    })).sort((a, b) => b.cosine - a.cosine || a.doc - b.doc)
    expect(all[0]?.doc).toBeGreaterThan(800)
    expect(column.nearest(query, { most: 7, floor: 0 })).toEqual(all.slice(0, 7))
  })

  test('only what would be among the nearest is asked whether it is eligible', () => {
    const column = new VectorColumn(2)
    for (let doc = 0; doc < 1_000; doc++) column.put(doc, [1, doc])
    let asked = 0
    const found = column.nearest(column.query([1, 0]), {
      most: 5,
      floor: 0.5,
      isEligible: () => ++asked > 0,
    })
    expect(found.map(({ doc }) => doc)).toEqual([0, 1])
    expect(asked).toBe(2)
  })

  test('vectors of many dimensions do not overflow where all numbers are the largest', () => {
    const column = new VectorColumn(8_192)
    const ones = new Float32Array(8_192).fill(1)
    column.put(3, ones)
    expect(column.cosine(3, column.query(ones))).toBeCloseTo(1, 6)
    expect(column.cosine(3, column.query(ones.map((one) => -one)))).toBeCloseTo(-1, 6)
  })

  test('a row comes back as it was kept', () => {
    const column = new VectorColumn(5)
    column.put(7, [0.1, -0.5, 0, 1, 0.25])
    const kept = column.quantised(7)
    const again = new VectorColumn(5)
    again.putRow(90_000, Int8Array.from(kept?.row ?? []), kept?.scale ?? 0)
    const query = [1, 2, 3, 4, 5]
    expect(again.cosine(90_000, again.query(query))).toBe(column.cosine(7, column.query(query)))
    expect(column.quantised(8)).toBeNull()
  })

  test('zeroes and numbers that are none are no vector', () => {
    const column = new VectorColumn(2)
    column.put(0, [1, 1])
    for (const vector of [
      [0, 0],
      [Number.NaN, 1],
      [Number.POSITIVE_INFINITY, 1],
    ]) {
      column.put(0, vector)
      expect(column.has(0)).toBe(false)
    }
    expect(column.count).toBe(0)
    expect(column.nearest(column.query([1, 1]), { most: 3, floor: -1 })).toEqual([])
  })

  test('above the background, what is near everything is at 0, and the order stays', () => {
    // All in one corner, as many models put them.
    const vectorAt = (doc: number) => [
      6,
      ...Array.from({ length: 15 }, (_, at) => Math.sin((doc + 1) * (at + 1.7)) / 2),
    ]
    const [plain, level] = [new VectorColumn(16), new VectorColumn(16)]
    for (let doc = 0; doc < 400; doc++) {
      const vector = vectorAt(doc)
      plain.put(doc, vector)
      level.put(doc, vector)
    }
    level.level(() => true)
    const query = vectorAt(1_000)
    const docs = Array.from({ length: 400 }, (_, doc) => doc)
    const before = plain.cosines(plain.query(query), docs)
    const after = level.cosines(level.query(query), docs)
    expect(Math.min(...before)).toBeGreaterThan(0.85)
    expect(after.reduce((sum, cosine) => sum + cosine, 0) / 400).toBeCloseTo(0, 3)
    const order = (cosines: Float64Array) =>
      docs.toSorted((a, b) => (cosines[b] as number) - (cosines[a] as number))
    expect(order(after)).toEqual(order(before))
    expect(level.cosine(3, level.query(level.quantised(3)?.row ?? []))).toBeCloseTo(1, 4)
    const nearest = level.nearest(level.query(query), { most: 5, floor: 0.1 })
    expect(nearest.map(({ cosine }) => cosine)).toEqual(
      order(after)
        .slice(0, 5)
        .map((doc) => after[doc]),
    )
  })

  test('the background is learned from ordinary records alone, anew when there are twice as many', () => {
    const column = new VectorColumn(2)
    for (let doc = 0; doc < 80; doc++) column.put(doc, doc % 2 === 0 ? [1, 0] : [0, 1])
    column.level((doc) => doc % 2 === 0)
    expect(column.query([1, 0]).background).toBe(0.99)
    expect(column.query([0, 1]).background).toBe(0)
    for (let doc = 80; doc < 159; doc++) column.put(doc, [0, 1])
    column.level(() => true)
    expect(column.query([0, 1]).background).toBe(0)
    column.put(159, [0, 1])
    column.level(() => true)
    expect(column.query([0, 1]).background).toBeCloseTo(0.75, 2)
  })

  test('records that are all the same are near what is the same, and near nothing else', () => {
    const column = new VectorColumn(2)
    for (let doc = 0; doc < 40; doc++) column.put(doc, [1, 1])
    column.level(() => true)
    expect(column.cosine(5, column.query([1, 1]))).toBeCloseTo(1, 3)
    expect(column.nearest(column.query([1, 0]), { most: 5, floor: 0.1 })).toEqual([])
  })

  test('too few records tell no background', () => {
    const column = new VectorColumn(2)
    for (let doc = 0; doc < 29; doc++) column.put(doc, [1, 1])
    column.level(() => true)
    expect(column.query([1, 1]).background).toBe(0)
    for (let doc = 29; doc < 100; doc++) column.put(doc, [1, 1])
    column.level((doc) => doc < 29)
    expect(column.query([1, 1]).background).toBe(0)
  })

  test('a vector of other dimensions is refused', () => {
    const column = new VectorColumn(3)
    expect(() => column.put(0, [1, 2])).toThrow(RangeError)
    expect(() => column.query([1, 2, 3, 4])).toThrow(RangeError)
    expect(() => column.putRow(0, new Int8Array(4), 1)).toThrow(RangeError)
    expect(() => column.cosine(0, new VectorColumn(4).query([1, 2, 3, 4]))).not.toThrow()
    column.put(0, [1, 2, 3])
    expect(() => column.cosine(0, new VectorColumn(4).query([1, 2, 3, 4]))).toThrow(RangeError)
    expect(() => new VectorColumn(0)).toThrow(RangeError)
    expect(() => new VectorColumn(20_000)).toThrow(RangeError)
  })
})
