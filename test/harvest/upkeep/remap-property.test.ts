import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import dicomweb from '../../../connectors/dicomweb/index.ts'
import { startDicomwebStandin } from '../../../connectors/dicomweb/standin.ts'
import rest from '../../../connectors/rest/index.ts'
import { remapSource } from '../../../src/harvest/upkeep/remap.ts'
import type { AnyConnector, Mapped } from '../../../src/sdk/index.ts'
import { startStandin } from '../../../src/sdk/standin/index.ts'
import { createVocabulary } from '../../../src/search/vocabulary/create-vocabulary.ts'
import { seedTerms } from '../../../src/search/vocabulary/seed.ts'
import { openStore } from '../../../src/store/open-store.ts'
import type { RecordStore } from '../../../src/store/record-store.ts'
import { manifestOf } from '../../connectors/rest/small.ts'
import { configure, contents } from '../catalogue.ts'
import { quickHarvest } from '../quick-harvest.ts'

const vocabulary = createVocabulary(seedTerms)
const words = ['mouse brain', 'T1w', 'human cortex', 'DTI of rats', 'CA1 slices', 'Atlas', '']
const row = fc.record({
  name: fc.constantFrom(...words),
  size: fc.constantFrom(1, 3, 7),
  above: fc.constantFrom(null, 1, 2),
  doi: fc.constantFrom(null, '10.1234/one', '10.1234/two'),
  open: fc.boolean(),
})
const set = fc.oneof(
  fc.record({ kind: fc.constantFrom('ATLAS', 'IMAGE', 'STUDY') }),
  fc.record({ species: fc.constantFrom('Mus musculus', 'Homo sapiens', 'unheard of') }),
  fc.record({ structure: fc.constantFrom('CA1', 'hippocampus') }),
  fc.record({ access: fc.constantFrom('OPEN', 'CLOSED'), license: fc.constantFrom('CC0', 'MIT') }),
  fc.record({ public: fc.boolean() }),
)
const condition = fc.oneof(
  fc.record({
    field: fc.constant('name'),
    operator: fc.constantFrom('contains', 'has-words', 'not-contains'),
    values: fc.subarray(['mouse', 'brain', 't1', 'ca1', 'atlas'], { minLength: 1 }),
  }),
  fc.record({
    field: fc.constant('size'),
    operator: fc.constantFrom('bigger-than', 'smaller-than'),
    values: fc.constantFrom([2], [5]),
  }),
)
/** What a manifest says of its rows' meaning; which fields are read stays the same. */
const meaning = fc.record({
  rules: fc.array(fc.record({ condition, set }), { minLength: 1, maxLength: 4 }),
  title: fc.constantFrom(['{name}', 'Thing {id}'], ['{name} of {size}', 'Thing {id}']),
  parents: fc.boolean(),
  sameAs: fc.boolean(),
})
type Meaning = typeof meaning extends fc.Arbitrary<infer Value> ? Value : never

function manifestFor({ rules, title, parents, sameAs }: Meaning): Record<string, unknown> {
  return manifestOf({
    root: {
      rules: rules.map(({ condition, set }, at) => ({
        id: `rule-${at}`,
        when: { all: [condition] },
        set,
      })),
    },
    listing: {
      fields: {
        id: { path: 'id', required: true },
        name: 'name',
        size: { path: 'size', type: 'number' },
        above: 'above',
        doi: 'doi',
        open: { path: 'open', type: 'boolean' },
      },
    },
    record: {
      title,
      public: '{open}',
      ...(parents ? { parents: ['thing:{above}'] } : {}),
      ...(sameAs ? { sameAs: ['{doi}'] } : {}),
    },
  })
}

/** Options of a source as the connector reads them, with the manifest in a file. */
function optionsFor(folder: string, manifest: unknown, baseUrl: string): Record<string, unknown> {
  const file = join(folder, 'manifest.yaml')
  writeFileSync(file, stringify(manifest))
  const read = rest.options.parse({ manifest: file, baseUrl, group: 'lab' })
  rmSync(file)
  return read
}

async function inCatalogue<T>(use: (store: RecordStore) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'atlas-remap-'))
  const store = openStore(join(folder, 'catalogue.db'), 'write')
  try {
    await configure(store)
    return await use(store)
  } finally {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Way {
  connector: AnyConnector
  options: Record<string, unknown>
}

/** What a catalogue holds after a harvest one way and a remap another, and after a harvest that other way alone. */
async function bothWays(one: Way, other: Way) {
  const fresh = await inCatalogue(async (store) => {
    await quickHarvest(store, { ...other, vocabulary })
    return contents(store)
  })
  return inCatalogue(async (store) => {
    await quickHarvest(store, { ...one, vocabulary })
    const request = { ...other, source: 'library', store, vocabulary, by: 'nobody' }
    const told = await remapSource({ ...request, apply: false })
    const done = await remapSource({ ...request, apply: true })
    const remapped = await contents(store)
    const again = await quickHarvest(store, { ...other, vocabulary, full: true })
    return { fresh, remapped, told, done, again }
  })
}

test('remap: other rules of a manifest leave the catalogue as a harvest of nothing but them', async () => {
  let rows: Record<string, unknown>[] = []
  const standin = await startStandin({ handle: () => ({ json: { rows } }) })
  const folder = mkdtempSync(join(tmpdir(), 'atlas-manifests-'))
  const connector = { ...rest, http: { ...rest.http, requestsPerSecond: 10_000 } } as AnyConnector
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 6 }),
        meaning,
        meaning,
        async (drawn, before, after) => {
          rows = drawn.map((one, at) => ({ ...one, id: at + 1 }))
          const wayOf = (one: Meaning) => ({
            connector,
            options: optionsFor(folder, manifestFor(one), standin.url),
          })
          const { fresh, remapped, told, done, again } = await bothWays(wayOf(before), wayOf(after))
          expect(Object.keys(fresh)).toHaveLength(rows.length)
          expect(remapped).toEqual(fresh)
          expect(again).toMatchObject({ written: 0, rejected: 0, unchanged: rows.length })
          expect({ ...done, applied: false }).toEqual(told)
        },
      ),
      { numRuns: 12 },
    )
  } finally {
    await standin.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

test('remap: a connector with another mapping leaves the catalogue as a harvest with it', async () => {
  const standin = await startDicomwebStandin()
  const patched = (map: (row: never, options: never, rules: never) => Mapped | null) => {
    return (row: never, options: never, rules: never): Mapped | null => {
      const mapped = map(row, options, rules)
      if (mapped === null) return null
      const { record, assets } = mapped
      return {
        record: {
          ...record,
          title: record.title.toUpperCase(),
          keywords: [...record.keywords, 'patched'],
          parents: [],
          visibility: { discover: ['public'], retrieve: ['lab'] },
        },
        ...(assets === undefined ? {} : { assets: assets.slice(1) }),
      }
    }
  }
  const map = Object.fromEntries(
    Object.entries(dicomweb.map).map(([entity, mapping]) => [entity, patched(mapping as never)]),
  )
  try {
    const options = dicomweb.options.parse(standin.options)
    const { fresh, remapped, done, again } = await bothWays(
      { connector: dicomweb as AnyConnector, options },
      { connector: { ...dicomweb, map: map as unknown as AnyConnector['map'] }, options },
    )
    expect(Object.keys(fresh).length).toBeGreaterThan(5)
    expect(done.changed).toBe(Object.keys(fresh).length)
    expect(remapped).toEqual(fresh)
    expect(again).toMatchObject({ written: 0, rejected: 0 })
  } finally {
    await standin.close()
  }
})
