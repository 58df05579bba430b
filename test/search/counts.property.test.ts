import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  anonymous,
  type Facet,
  facets,
  filterFieldOf,
  isRangeFacet,
  mayDiscover,
  type RecordFilter,
  type Viewer,
} from '../../src/model/index.ts'
import { daysOf, type IndexDocument } from '../../src/search/document.ts'
import { EmbeddedIndex } from '../../src/search/embedded/index.ts'
import type { SearchIndex } from '../../src/search/search-index.ts'
import { meilisearch } from '../support/meilisearch.ts'
import { tempFolder } from '../support/temp.ts'
import { cursorKey, documentOf, requestOf, type Thing, vocabulary } from './fixture.ts'
import { openMeilisearch } from './open-meilisearch.ts'
import { labMember } from './suite/opened.ts'

const pick = <Value>(...values: Value[]) => fc.constantFrom(...values)
const some = <Value>(...values: Value[]) => fc.uniqueArray(pick(...values), { maxLength: 3 })
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined })

const species = ['NCBITaxon:10090', 'NCBITaxon:9606', 'NCBITaxon:7955']
const structures = ['MBA:382', 'MBA:463', 'MBA:385', 'MBA:512', 'MBA:1089', 'MBA:997']
const dates = ['2014', '2014-08', '2015-01-31', '2016', '2016-12-31']

const thing: fc.Arbitrary<Thing> = fc.record({
  id: fc.integer({ min: 0, max: 60 }).map((number) => `allen:${number}`),
  source: pick('allen', 'openneuro'),
  title: some('mouse', 'brain', 'hippocampus', 'atlas').map((words) => ['x', ...words].join(' ')),
  discover: pick(['public'], ['lab'], ['public', 'lab'], []),
  kind: maybe(pick('ATLAS', 'STUDY', 'DATASET')) as fc.Arbitrary<string>,
  species: some(...species),
  structure: some(...structures),
  format: some('NIfTI', 'CSV'),
  access: maybe(pick('OPEN', 'CLOSED')) as fc.Arbitrary<string>,
  parents: some('allen:1', 'allen:2', 'no:such'),
  released: maybe(pick(...dates)) as fc.Arbitrary<string>,
  subjects: maybe(pick(0, 1, 5, 6, 1000)) as fc.Arbitrary<number>,
  fieldStrength: maybe(pick(1.5, 3, 7)) as fc.Arbitrary<number>,
  resolution: maybe(pick([1, 1], [10, 100], [25, 25], [0.5, 1])) as fc.Arbitrary<[number, number]>,
})

const range = (...values: number[]) =>
  fc.record({ min: fc.option(pick(...values)), max: fc.option(pick(...values)) })
const { filter } = fc.letrec<{ filter: RecordFilter }>((tie) => ({
  filter: fc.record(
    {
      id: some('allen:1', 'allen:2', 'allen:3', 'no:such'),
      source: some('allen', 'openneuro', 'nowhere'),
      kind: some('ATLAS', 'STUDY', 'IMAGE'),
      species: some(...species, 'unicorn'),
      structure: some(...structures),
      format: some('NIfTI', 'CSV'),
      access: some('OPEN', 'CLOSED'),
      parent: pick('allen:1', 'allen:2', 'no:such'),
      released: fc.record({ from: fc.option(pick(...dates)), to: fc.option(pick(...dates)) }),
      subjects: range(0, 1, 6, 900),
      fieldStrength: range(1.5, 2, 7),
      resolutionMicrometres: range(0.7, 10, 50),
      missing: some<Facet>('SPECIES', 'RELEASED', 'KIND'),
      any: fc.array(tie('filter'), { maxLength: 2 }),
      not: tie('filter'),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<RecordFilter>,
}))

/** One or two conditions: what many are asked of at once hardly anything meets. */
const lightFilter = fc
  .tuple(filter, fc.nat(15), fc.nat(15))
  .map(([whole, ...places]): RecordFilter => {
    const conditions = Object.entries(whole)
    return Object.fromEntries(
      places.flatMap((place) => {
        const condition = conditions[place % conditions.length]
        return condition === undefined ? [] : [condition]
      }),
    )
  })

const rangeOf: Partial<Record<Facet, (document: IndexDocument) => [number, number] | null>> = {
  RELEASED: ({ released }) => (released === null ? null : [released.from, released.to]),
  RESOLUTION: ({ resolution }) => (resolution === null ? null : [resolution.min, resolution.max]),
  SUBJECTS: ({ subjects }) => (subjects === null ? null : [subjects, subjects]),
  FIELD_STRENGTH: ({ fieldStrength: tesla }) => (tesla === null ? null : [tesla, tesla]),
}

function valuesOf(document: IndexDocument, facet: Facet): string[] {
  return (document.facets[facet] ?? []).map(({ value }) => value)
}

function lacks(document: IndexDocument, facet: Facet): boolean {
  const ends = rangeOf[facet]
  return ends === undefined ? valuesOf(document, facet).length === 0 : ends(document) === null
}

/** The filter, as its documentation says it, one record at a time. `without` leaves a facet's own part out. */
function matches(
  document: IndexDocument,
  filter: RecordFilter,
  visible: readonly IndexDocument[],
  without: Facet | null = null,
): boolean {
  for (const facet of facets) {
    if (facet === without) continue
    const ends = rangeOf[facet]
    if (ends === undefined) {
      const given = (filter[filterFieldOf[facet]] ?? []) as string[]
      if (given.length === 0) continue
      if (!valuesOf(document, facet).some((value) => given.includes(value))) return false
    } else {
      const asked = endsOf(filter, facet)
      if (asked === null) continue
      const own = ends(document)
      if (own === null || own[0] > asked[1] || own[1] < asked[0]) return false
    }
  }
  for (const facet of filter.missing ?? []) {
    if (facet !== without && !lacks(document, facet)) return false
  }
  if (filter.id?.length && !filter.id.includes(document.id)) return false
  if (filter.parent != null) {
    if (!visible.some(({ id }) => id === filter.parent)) return false
    if (!document.parents.includes(filter.parent)) return false
  }
  if (filter.any?.length && !filter.any.some((branch) => matches(document, branch, visible))) {
    return false
  }
  return filter.not == null || !matches(document, filter.not, visible)
}

function endsOf(filter: RecordFilter, facet: Facet): [number, number] | null {
  const [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  if (facet === 'RELEASED') {
    const { from, to } = filter.released ?? {}
    if (from == null && to == null) return null
    return [from == null ? low : daysOf(from).from, to == null ? high : daysOf(to).to]
  }
  const field = filterFieldOf[facet] as 'subjects' | 'fieldStrength' | 'resolutionMicrometres'
  const { min, max } = filter[field] ?? {}
  return min == null && max == null ? null : [min ?? low, max ?? high]
}

/** An engine to be tried: an empty index, which can be opened again on what it has written. */
interface Engine {
  open(): Promise<{ index: SearchIndex; reopen(): Promise<SearchIndex>; close(): Promise<void> }>
  rounds: number
  /** Where a round takes long, it is one of many records and many filters. */
  fewest: { records: number; filters: number }
  /** Longer filters, as JSON, are left out: characters. */
  longestFilter: number
}

async function equalsBruteForce({ open, rounds, fewest, longestFilter }: Engine): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      fc.array(thing, { minLength: fewest.records, maxLength: 60 }),
      fc.array(thing, { maxLength: 25 }),
      fc.uniqueArray(
        fc.integer({ min: 0, max: 60 }).map((number) => `allen:${number}`),
        { maxLength: 10 },
      ),
      fc.array(fc.oneof(filter, lightFilter), {
        minLength: fewest.filters,
        maxLength: fewest.filters + 3,
      }),
      fc.boolean(),
      async (first, second, removed, filters, reopen) => {
        const opened = await open()
        try {
          let { index } = opened
          await index.configure({ vocabulary, cursorKey })
          await index.apply({ documents: first.map(documentOf), removed: [], position: 1 })
          await index.apply({ documents: second.map(documentOf), removed, position: 2 })
          if (reopen) {
            index = await opened.reopen()
            await index.configure({ vocabulary, cursorKey })
          }
          const all = new Map(first.map((each) => [each.id, documentOf(each)]))
          for (const id of removed) all.delete(id)
          for (const each of second) all.set(each.id, documentOf(each))
          for (const asked of filters) {
            if (JSON.stringify(asked).length > longestFilter) continue
            for (const viewer of [anonymous, labMember]) {
              await compare(index, [...all.values()], viewer, asked)
            }
          }
        } finally {
          await opened.close()
        }
      },
    ),
    { numRuns: rounds, seed: 11 },
  )
}

test('embedded index: filters and disjunctive facet counts equal brute force, whatever was written before', async () => {
  const folder = await tempFolder()
  let round = 0
  await equalsBruteForce({
    rounds: 50,
    fewest: { records: 0, filters: 1 },
    longestFilter: Number.POSITIVE_INFINITY,
    async open() {
      const options = { folder: `${folder}/${round++}` }
      let index = await EmbeddedIndex.open(options)
      return {
        index,
        async reopen() {
          await index.close()
          index = await EmbeddedIndex.open(options)
          return index
        },
        close: () => index.close(),
      }
    },
  })
})

const server = await meilisearch()

test.skipIf(server === null)(
  'Meilisearch index: filters and disjunctive facet counts equal brute force, whatever was written before',
  () =>
    equalsBruteForce({
      rounds: 3,
      fewest: { records: 50, filters: 12 },
      // What takes the server seconds to read is far beyond what a client may send.
      longestFilter: 1_500,
      open: () => openMeilisearch(server),
    }),
  60_000,
)

/** In its title, or by another name of its species; no record of other species only is about mice. */
function says(document: IndexDocument, query: string): boolean {
  const isSaid = ` ${document.text.title} `.includes(` ${query.replaceAll('"', '')} `)
  if (query !== 'mouse') return isSaid
  const animals = valuesOf(document, 'SPECIES')
  return animals.includes('NCBITaxon:10090') || (isSaid && animals.length === 0)
}

async function compare(
  index: SearchIndex,
  all: readonly IndexDocument[],
  viewer: Viewer,
  asked: RecordFilter,
): Promise<void> {
  const visible = all.filter(({ discover }) => mayDiscover(viewer, discover))
  // None of these is relaxed: there is nothing to leave out.
  for (const query of ['', 'mouse', '"x atlas"']) {
    const said = visible.filter((document) => query === '' || says(document, query))
    const isKnown = visible.some(({ text }) => text.title.split(' ').includes('mouse'))
    // What no visible record holds is completed, or corrected.
    if (query === 'mouse' && !isKnown) continue
    const result = await index.search(
      viewer,
      requestOf({ query, filter: asked, facets: facets.map((facet) => ({ facet, first: 1000 })) }),
    )
    const expected = said.filter((document) => matches(document, asked, visible))
    expect(result.hits.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort())
    expect(result.total).toBe(expected.length)
    expect(result.bySource).toEqual(countBy(expected.map(({ source }) => source)))
    for (const { facet, buckets, missing } of result.facets) {
      const counted = said.filter((document) => matches(document, asked, visible, facet))
      expect([facet, missing]).toEqual([facet, counted.filter((each) => lacks(each, facet)).length])
      const ends = rangeOf[facet]
      if (ends === undefined) {
        const present = Object.fromEntries(
          buckets.filter(({ count }) => count > 0).map(({ value, count }) => [value, count]),
        )
        expect(present).toEqual(countBy(counted.flatMap((each) => valuesOf(each, facet))))
      } else if (isRangeFacet(facet) && facet !== 'RELEASED') {
        for (const { from, to, count } of buckets) {
          const low = from === null ? Number.NEGATIVE_INFINITY : Number(from)
          const high = to === null ? Number.POSITIVE_INFINITY : Number(to)
          const inside = counted.filter((each) => {
            const own = ends(each)
            return own !== null && own[0] <= high && own[1] >= low
          })
          expect([facet, from, count]).toEqual([facet, from, inside.length])
        }
      }
    }
  }
}

function countBy(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}
