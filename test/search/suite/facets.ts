import { describe, expect, test } from 'vitest'
import { type Facet, facets, type RecordFilter, rangeFacets } from '../../../src/model/index.ts'
import type { FacetBucket, FacetResult } from '../../../src/search/search-index.ts'
import { sourceTitles, things } from '../fixture.ts'
import type { OpenIndex } from '../search-index.suite.ts'
import { type Asking, sharedIndex } from './opened.ts'

async function facetOf(
  on: Asking,
  facet: Facet,
  filter: RecordFilter | null = null,
  first = 100,
): Promise<FacetResult> {
  const { facets: results } = await on.search({ filter, facets: [{ facet, first }] })
  expect(results.map((result) => result.facet)).toEqual([facet])
  return results[0] as FacetResult
}

const short = (buckets: FacetBucket[]) => buckets.map(({ value, count }) => [value, count])

export function facetPromises(open: OpenIndex): void {
  describe('facets', () => {
    const on = sharedIndex(open)

    test('facets come in the order they were asked for, also twice', async () => {
      const asked: Facet[] = ['KIND', 'SPECIES', 'KIND']
      const { facets: results } = await on.search({
        facets: asked.map((facet) => ({ facet, first: 2 })),
      })
      expect(results.map(({ facet }) => facet)).toEqual(asked)
      expect(results[2]).toEqual(results[0])
    })

    test('buckets count records, most first, and say their label', async () => {
      const { buckets, distinct } = await facetOf(on, 'SPECIES')
      const count = (id: string) => things.filter(({ species }) => species?.includes(id)).length
      expect(buckets.map(({ label, count }) => [label, count])).toEqual([
        ['Mus musculus', count('NCBITaxon:10090')],
        ['Homo sapiens', count('NCBITaxon:9606')],
        ['Rattus norvegicus', 1],
      ])
      expect(distinct).toBe(3)
    })

    test('first cuts the buckets, not what is known of them', async () => {
      const { buckets, distinct } = await facetOf(on, 'SPECIES', null, 1)
      expect([buckets.length, distinct]).toEqual([1, 3])
    })

    test('records without a value are counted as missing', async () => {
      for (const facet of facets) {
        const { missing } = await facetOf(on, facet)
        const found = await on.filtered({ missing: [facet] })
        expect([facet, missing]).toEqual([facet, found.length])
      }
    })

    test('a facet leaves its own filter out, and takes the others', async () => {
      const filter: RecordFilter = { species: ['rat'], kind: ['ATLAS'] }
      expect(short((await facetOf(on, 'SPECIES', filter)).buckets)).toEqual([
        ['NCBITaxon:10090', 1],
        ['NCBITaxon:10116', 1],
      ])
      expect(short((await facetOf(on, 'KIND', filter)).buckets)).toEqual([['ATLAS', 1]])
    })

    test('a selection by missing is left out by its own facet, too', async () => {
      const { missing, buckets } = await facetOf(on, 'SPECIES', { missing: ['SPECIES'] })
      expect(missing).toBe(1)
      expect(buckets).toHaveLength(3)
    })

    test('a filter inside of any or not is never left out', async () => {
      const { buckets } = await facetOf(on, 'SPECIES', { any: [{ species: ['rat'] }] })
      expect(short(buckets)).toEqual([['NCBITaxon:10116', 1]])
    })

    test('selected values are listed with 0 records and beyond first, and say so', async () => {
      const filter: RecordFilter = { species: ['rat', 'human'], source: ['allen'] }
      const { buckets } = await facetOf(on, 'SPECIES', filter, 1)
      expect(buckets.map(({ value, count, selected }) => [value, count, selected])).toEqual([
        ['NCBITaxon:10090', 29, false],
        ['NCBITaxon:9606', 2, true],
        ['NCBITaxon:10116', 0, true],
      ])
    })

    test('a selected value that nobody holds comes back as it was typed', async () => {
      const { buckets } = await facetOf(on, 'SPECIES', { species: ['unicorn'] })
      expect(buckets.at(-1)).toEqual({
        value: 'unicorn',
        label: 'unicorn',
        count: 0,
        selected: true,
        from: null,
        to: null,
      })
    })

    test('structures count with everything below them', async () => {
      const { buckets } = await facetOf(on, 'STRUCTURE')
      const counts = new Map(buckets.map(({ value, count }) => [value, count]))
      const above = things.filter(({ structure }) => structure !== undefined).length
      expect(counts.get('MBA:997')).toBe(above)
      expect(counts.get('MBA:1080')).toBe(
        things.filter(({ structure }) =>
          structure?.some((id) => ['MBA:1080', 'MBA:382'].includes(id)),
        ).length,
      )
      expect(counts.has('MBA:672')).toBe(false)
    })

    test('every bucket counts what its own value finds as a filter', async () => {
      for (const facet of [
        'KIND',
        'SPECIES',
        'STRUCTURE',
        'FORMAT',
        'SOURCE',
        'LICENSE',
      ] as const) {
        const { buckets } = await facetOf(on, facet)
        for (const { value, count } of buckets) {
          const field = facet.toLowerCase() as Lowercase<typeof facet>
          const found = await on.filtered({ [field]: [value] } as RecordFilter)
          expect([facet, value, found.length]).toEqual([facet, value, count])
        }
      }
    })

    test.each(rangeFacets)(
      'every bucket of %s counts what its ends find as a filter',
      async (facet) => {
        const { buckets, missing, distinct } = await facetOf(on, facet)
        expect(buckets.length).toBeGreaterThan(2)
        expect(distinct).toBe(buckets.length)
        expect(missing).toBeGreaterThan(0)
        for (const { from, to, count, label } of buckets) {
          const number = (end: string | null) => (end === null ? null : Number(end))
          const range = { min: number(from), max: number(to) }
          const filter: RecordFilter = {
            RELEASED: { released: { from, to } },
            RESOLUTION: { resolutionMicrometres: range },
            SUBJECTS: { subjects: range },
            FIELD_STRENGTH: { fieldStrength: range },
          }[facet]
          expect([label, (await on.filtered(filter)).length]).toEqual([label, count])
          const again = await facetOf(on, facet, filter)
          expect(
            again.buckets.filter(({ selected }) => selected).map((each) => each.label),
          ).toEqual([label])
        }
      },
    )

    test('ranges say the ends of what there is', async () => {
      expect(await facetOf(on, 'RELEASED')).toMatchObject({ min: '2004-01-01', max: '2018-05-14' })
      expect(await facetOf(on, 'SUBJECTS')).toMatchObject({ min: '1', max: '1675' })
      expect(await facetOf(on, 'KIND')).toMatchObject({ min: null, max: null })
      expect(await facetOf(on, 'SUBJECTS', { id: ['openneuro:empty'] })).toMatchObject({
        buckets: [],
        min: null,
        max: null,
        missing: 1,
      })
    })

    test('years come newest first', async () => {
      const { buckets } = await facetOf(on, 'RELEASED')
      const years = buckets.map(({ value }) => value)
      expect(years).toEqual([...years].sort().reverse())
    })

    test('matches are counted a source, the filter by source included', async () => {
      const all = await on.search()
      const sum = Object.values(all.bySource).reduce((total, count) => total + count, 0)
      expect(sum).toBe(all.total)
      const one = await on.search({ filter: { source: ['openneuro'] } })
      expect(one.bySource).toEqual({ openneuro: 3 })
      const { buckets } = await facetOf(on, 'SOURCE')
      expect(buckets.map(({ label }) => label)).toContain(sourceTitles.allen)
    })

    test('facets of a query count its matches only', async () => {
      const { facets: results, total } = await on.search({
        query: 'hippocampus',
        facets: [{ facet: 'SPECIES', first: 10 }],
      })
      const [species] = results
      const sum = species?.buckets.reduce((all, { count }) => all + count, 0) ?? 0
      expect(sum + (species?.missing ?? 0)).toBe(total)
    })
  })
}
