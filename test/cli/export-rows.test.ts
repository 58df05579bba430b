import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ExportRows } from '../../src/cli/export-rows.ts'

const id = fc
  .integer({ min: 0, max: 99 })
  .map((number) => `rec.${'a'.repeat(1 + (number % 3))}${number}`)
const text = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', 'é', '🐭', '|') })
const cell = text.map((value) => `"${value.replaceAll('"', '""')}"`)
const written = {
  csv: (rows: readonly (readonly [string, string])[]) =>
    rows.map(([id, cell]) => `${id},${cell}\r\n`),
  ndjson: (rows: readonly (readonly [string, string])[]) =>
    rows.map(([id, cell]) => `${JSON.stringify({ id, cell })}\n`),
}
const head = 'id,title\r\n'

/** Cuts bytes at places given as shares of their length. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...places.map((place) => Math.floor(place * bytes.length)), bytes.length].sort(
    (a, b) => a - b,
  )
  return ends.map((end, at) => bytes.subarray(at === 0 ? 0 : ends[at - 1], end))
}

test.each(['csv', 'ndjson'] as const)(
  'rows: are whole, counted and named however the pieces are cut: %s',
  (format) => {
    const places = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(id, cell), { maxLength: 12 }),
        places,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (records, places, brokenAt) => {
          const lines = written[format](records)
          const whole = Buffer.from((format === 'csv' ? head : '') + lines.join(''))
          const rows = new ExportRows(format)
          rows.begin(format === 'csv')
          // As far as the first connection came.
          const came = whole.subarray(0, Math.floor(brokenAt * whole.length))
          const kept = cut(came, places).map((piece) => rows.take(piece))
          const after = rows.lastId()
          expect(after).toBe(records[rows.count - 1]?.[0] ?? null)
          // What the gateway answers then: without a head when there is a place to go on behind.
          const withHead = format === 'csv' && after === null
          const rest = Buffer.from((withHead ? head : '') + lines.slice(rows.count).join(''))
          rows.begin(withHead)
          kept.push(...cut(rest, places).map((piece) => rows.take(piece)))
          expect(Buffer.concat(kept).toString()).toBe(whole.toString())
          expect([rows.count, rows.isWhole]).toEqual([records.length, true])
        },
      ),
      { numRuns: 200 },
    )
  },
)

test('rows: what is no row of an export is not gone on behind', () => {
  for (const [format, row] of [
    ['ndjson', '{"title":"x"}\n'],
    ['ndjson', 'null\n'],
    ['csv', 'id\r\n"rec.a",x\r\n'],
  ] as const) {
    const rows = new ExportRows(format)
    rows.begin(format === 'csv')
    rows.take(Buffer.from(row))
    expect(() => rows.lastId()).toThrow()
  }
})
