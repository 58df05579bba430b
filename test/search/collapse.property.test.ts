import fc from 'fast-check'
import { test } from 'vitest'
import { anonymous, type RecordFilter, recordSorts } from '../../src/model/index.ts'
import { EmbeddedIndex } from '../../src/search/embedded/index.ts'
import type { SearchIndex } from '../../src/search/search-index.ts'
import { meilisearch } from '../support/meilisearch.ts'
import { tempFolder } from '../support/temp.ts'
import { expectCollapsed } from './collapse-check.ts'
import { cursorKey, documentOf, type Thing, vocabulary } from './fixture.ts'
import { openMeilisearch } from './open-meilisearch.ts'
import { labMember } from './suite/opened.ts'

const pick = <Value>(...values: Value[]) => fc.constantFrom(...values)
const some = <Value>(...values: Value[]) => fc.uniqueArray(pick(...values), { maxLength: 2 })
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined })
const id = fc.nat(40).map((number) => `allen:${number}`)
const species = ['NCBITaxon:10090', 'NCBITaxon:9606']
const structures = ['MBA:382', 'MBA:463', 'MBA:385', 'MBA:512']
const dates = ['2014', '2014-08', '2015-01-31', '2016']

const thing: fc.Arbitrary<Thing> = fc.record({
  id,
  source: pick('allen', 'openneuro', 'templateflow'),
  title: some('mouse', 'brain', 'atlas').map((words) => ['x', ...words].join(' ')),
  discover: pick(['public'], ['public'], ['lab'], []),
  identity: fc.option(fc.nat(7).map((number) => `Identity${number}`)),
  kind: maybe(pick('ATLAS', 'STUDY')) as fc.Arbitrary<string>,
  species: some(...species),
  structure: some(...structures),
  format: some('NIfTI', 'CSV'),
  released: maybe(pick(...dates)) as fc.Arbitrary<string>,
  subjects: maybe(pick(0, 1, 6)) as fc.Arbitrary<number>,
  resolution: maybe(pick([1, 1], [10, 100], [25, 25])) as fc.Arbitrary<[number, number]>,
})

const filter: fc.Arbitrary<RecordFilter> = fc.record(
  {
    source: some('allen', 'openneuro'),
    kind: some('ATLAS', 'STUDY'),
    species: some(...species),
    structure: some(...structures),
    format: some('NIfTI', 'CSV'),
    released: fc.record({ from: fc.option(pick(...dates)), to: fc.constant(null) }),
    subjects: fc.record({ min: fc.option(pick(0, 1, 6)), max: fc.option(pick(0, 1, 6)) }),
    missing: some('SPECIES' as const, 'RELEASED' as const),
    not: fc.record({ kind: fc.constant(['ATLAS' as const]) }),
  },
  { requiredKeys: [] },
)
/** At most two conditions: what many are asked of at once hardly anything meets. */
const lightFilter = fc.tuple(filter, fc.nat(8), fc.nat(8)).map(([whole, ...places]) => {
  const conditions = Object.entries(whole)
  return Object.fromEntries(
    places.flatMap((place) => {
      const condition = conditions[place % conditions.length]
      return condition === undefined ? [] : [condition]
    }),
  ) as RecordFilter
})

interface Engine {
  open(): Promise<{ index: SearchIndex; reopen(): Promise<SearchIndex>; close(): Promise<void> }>
  rounds: number
}

async function equalsPlainSearches({ open, rounds }: Engine): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      fc.array(thing, { minLength: 15, maxLength: 40 }),
      fc.array(thing, { maxLength: 15 }),
      fc.uniqueArray(id, { maxLength: 8 }),
      lightFilter,
      pick(...recordSorts),
      pick('', 'mouse'),
      fc.boolean(),
      async (first, second, removed, asked, sort, query, reopen) => {
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
          const all = new Map(first.map((each) => [each.id, each]))
          for (const one of removed) all.delete(one)
          for (const each of second) all.set(each.id, each)
          for (const viewer of [anonymous, labMember]) {
            const request = { query, sort, filter: asked, ranking: 'LEXICAL' as const }
            await expectCollapsed(index, all, viewer, request)
            await expectCollapsed(index, all, viewer, { ...request, filter: null })
          }
        } finally {
          await opened.close()
        }
      },
    ),
    { numRuns: rounds, seed: 23 },
  )
}

test('embedded index: a collapsed search equals what plain ones tell, whatever was written before', async () => {
  const folder = await tempFolder()
  let round = 0
  await equalsPlainSearches({
    rounds: 40,
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
}, 60_000)

const server = await meilisearch()

test.skipIf(server === null)(
  'Meilisearch index: a collapsed search equals what plain ones tell, whatever was written before',
  () => equalsPlainSearches({ rounds: 3, open: () => openMeilisearch(server) }),
  60_000,
)
