import { expect, test } from 'vitest'
import { z } from 'zod'
import { anonymous, type HarvestRun, operator } from '../../../src/model/index.ts'
import type { Mapped } from '../../../src/sdk/index.ts'
import { createVocabulary } from '../../../src/search/vocabulary/create-vocabulary.ts'
import type { RecordStore } from '../../../src/store/record-store.ts'
import { contents, openCatalogue } from '../catalogue.ts'
import { mapThing, options, remap, ThingRow, thingsOf } from './kept.ts'

const things = [
  { id: 'a', title: 'First', words: ['brain'], secret: 'planted' },
  { id: 'b', title: 'Second', parent: 'a', doi: '10.1234/b' },
  { id: 'c', title: 'Third', files: 2 },
]
const louder = (row: z.infer<typeof ThingRow>): Mapped => {
  const mapped = mapThing(row)
  return { ...mapped, record: { ...mapped.record, title: `${row.title}!` } }
}
const withoutC = (row: z.infer<typeof ThingRow>) => (row.id === 'c' ? null : mapThing(row))

/** What the audit says of remaps. */
async function remapsIn(store: RecordStore) {
  const { entries } = await store.audit({ sources: ['library'], first: 9, before: null })
  return entries.filter(({ action }) => action === 'remap.applied')
}

test('remap: a source that the catalogue does not know is not found, applied or not', async () => {
  const { store } = await openCatalogue()
  for (const apply of [false, true]) {
    const asked = remap(store, thingsOf(things), { source: 'nowhere', apply })
    await expect(asked).rejects.toMatchObject({ code: 'NOT_FOUND' })
  }
})

test('remap: a conflict while the source is being harvested; what would change is told all the same', async () => {
  const { store, harvest } = await openCatalogue()
  await harvest({ connector: thingsOf(things), options })
  const lease = { full: false, owner: 'elsewhere:1:x', leaseSeconds: 60 }
  await store.beginHarvest('library', lease)
  const connector = thingsOf(things, { map: { thing: louder } })
  await expect(remap(store, connector)).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await remap(store, connector, { apply: false })).toMatchObject({ changed: 3 })
})

test('remap: cancelled, it ends as that, and what was written by then stays', async () => {
  const { store, harvest } = await openCatalogue()
  const many = Array.from({ length: 120 }, (_, at) => ({ id: `t${at}`, title: `Thing ${at}` }))
  await harvest({ connector: thingsOf(many), options })
  const abort = new AbortController()
  const runs: HarvestRun[] = []
  const connector = thingsOf(many, { map: { thing: louder } })
  const cancelled = remap(store, connector, {
    signal: abort.signal,
    onProgress: (run) => {
      runs.push(run)
      if (run.written > 0) abort.abort()
    },
  })
  await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' })
  const [last] = (await store.harvests(operator, 'library', { first: 1 })).items
  expect(last).toMatchObject({ kind: 'REMAP', state: 'CANCELLED', error: 'CANCELLED' })
  expect(last?.written).toBeGreaterThan(0)
  expect(last?.written).toBeLessThan(120)
  const rest = await remap(store, connector)
  expect(rest.changed).toBe(120 - (last?.written ?? 0))
  expect((await harvest({ connector, options })).written).toBe(0)
})

test('remap: without apply it tells what would change and changes nothing', async () => {
  const { store, harvest } = await openCatalogue()
  await harvest({ connector: thingsOf(things), options })
  const before = await contents(store)
  const position = await store.position()
  const report = await remap(store, thingsOf(things, { map: { thing: louder } }), { apply: false })
  expect(report).toMatchObject({ applied: false, rows: 3, changed: 3, unchanged: 0, rejected: 0 })
  expect(report.fields).toEqual([{ field: 'title', records: 3 }])
  expect(report.examples[0]).toEqual({
    id: 'library:a',
    title: 'First!',
    fields: [{ field: 'title', before: 'First', after: 'First!' }],
  })
  expect(await contents(store)).toEqual(before)
  expect(await store.position()).toBe(position)
  expect((await store.harvests(operator, 'library', { first: 9 })).items).toHaveLength(1)
  expect(await remapsIn(store)).toEqual([])
})

test('remap: applied, the catalogue is as a harvest with that mapping leaves it, and the next one finds nothing to do', async () => {
  const { store, harvest } = await openCatalogue()
  const fresh = await openCatalogue()
  await harvest({ connector: thingsOf(things), options })
  const connector = thingsOf(things, { version: 2, map: { thing: louder } })
  const report = await remap(store, connector)
  expect(report).toMatchObject({ applied: true, changed: 3, rejected: 0 })
  await fresh.harvest({ connector, options })
  expect(await contents(store)).toEqual(await contents(fresh.store))
  expect(await harvest({ connector, options })).toMatchObject({ written: 0, unchanged: 3 })
})

test('remap: a run of its own kind that leaves the state and the times of the source alone', async () => {
  const { store, harvest } = await openCatalogue()
  await harvest({ connector: thingsOf(things), options })
  const [before] = await store.sources(operator)
  const seen: HarvestRun[] = []
  const connector = thingsOf(things, { map: { thing: louder } })
  await remap(store, connector, { onProgress: (run) => seen.push(run) })
  expect((await store.sources(operator))[0]).toEqual(before)
  const [run] = (await store.harvests(operator, 'library', { first: 1 })).items
  expect(run).toMatchObject({ kind: 'REMAP', state: 'SUCCEEDED', written: 3, expected: 3 })
  expect(seen.at(-1)).toEqual(run)
  expect(await remapsIn(store)).toMatchObject([
    { action: 'remap.applied', by: 'somebody', detail: { harvest: run?.id } },
  ])
})

test('remap: where nothing differs nothing is written, and the outbox stays', async () => {
  const { store, harvest } = await openCatalogue()
  await harvest({ connector: thingsOf(things), options })
  const position = await store.position()
  expect(await remap(store, thingsOf(things))).toMatchObject({ changed: 0, unchanged: 3 })
  expect(await store.position()).toBe(position)
})

test('remap: of a new version that maps alike nobody is told a change, and a harvest has nothing to do', async () => {
  const { store, harvest } = await openCatalogue()
  await harvest({ connector: thingsOf(things), options })
  const connector = thingsOf(things, { version: 2 })
  expect(await remap(store, connector)).toMatchObject({ changed: 0, unchanged: 3, fields: [] })
  expect(await harvest({ connector, options })).toMatchObject({ written: 0, unchanged: 3 })
})

test('remap: of other options that map alike nobody is told a change, and a harvest has nothing to do', async () => {
  const { store, harvest } = await openCatalogue()
  await harvest({ connector: thingsOf(things), options })
  const others = { ...options, pageSize: 5 }
  const report = await remap(store, thingsOf(things), { options: others })
  expect(report).toMatchObject({ changed: 0, unchanged: 3 })
  const next = await harvest({ connector: thingsOf(things), options: others })
  expect(next).toMatchObject({ written: 0, unchanged: 3 })
})

test('remap: a row that becomes no record keeps the one it has, and is told as rejected', async () => {
  const { store, harvest } = await openCatalogue()
  await harvest({ connector: thingsOf(things), options })
  const before = await contents(store)
  const throwing = (row: z.infer<typeof ThingRow>) => {
    if (row.id === 'b') throw new TypeError(`secret ${row.title}`)
    return withoutC(row)
  }
  const report = await remap(store, thingsOf(things, { map: { thing: throwing } }))
  expect(report).toMatchObject({ rows: 3, changed: 0, unchanged: 1, rejected: 2 })
  expect(report.rejections).toEqual([
    {
      nativeId: 'b',
      entity: 'thing',
      path: null,
      reason: 'the row could not be mapped (TypeError)',
    },
    {
      nativeId: 'c',
      entity: 'thing',
      path: null,
      reason: 'it is not a record of its own any more',
    },
  ])
  expect(await contents(store)).toEqual(before)
  const [run] = (await store.harvests(operator, 'library', { first: 1 })).items
  expect(run).toMatchObject({ state: 'PARTIAL', rejected: 2, removed: 0 })
  expect(await store.rejections(operator, run?.id ?? '', 9)).toHaveLength(2)
})

test('remap: of a shape that got narrower less is kept, and one that needs more rejects', async () => {
  const { store, harvest } = await openCatalogue()
  await harvest({ connector: thingsOf(things), options })
  const narrower = thingsOf(things, { rows: { thing: ThingRow.omit({ secret: true }) } })
  const report = await remap(store, narrower)
  expect(report).toMatchObject({ changed: 1, fields: [{ field: 'row', records: 1 }] })
  expect(JSON.stringify(report)).not.toContain('planted')
  const kept = await store.keptRows('library', 0, 9)
  expect(kept.map(({ row }) => row).join()).not.toContain('planted')
  expect(await harvest({ connector: narrower, options })).toMatchObject({ written: 0 })
  const stricter = thingsOf(things, { rows: { thing: ThingRow.extend({ doi: z.string() }) } })
  const refused = await remap(store, stricter)
  expect(refused).toMatchObject({ rejected: 2 })
  expect(refused.rejections[0]).toMatchObject({ nativeId: 'a', path: 'doi' })
})

test('remap: assets that the mapping gives are compared and written; those that were streamed stay', async () => {
  const { store, harvest } = await openCatalogue()
  await harvest({ connector: thingsOf(things), options })
  const oneMore = thingsOf(things, {
    map: { thing: (row) => mapThing({ ...row, ...(row.files ? { files: row.files + 1 } : {}) }) },
  })
  const report = await remap(store, oneMore)
  expect(report).toMatchObject({ changed: 1, fields: [{ field: 'assets', records: 1 }] })
  expect(report.examples[0]?.fields[0]).toMatchObject({
    before: { count: 2, differing: [] },
    after: { count: 3, differing: [{ name: 'file-2.nrrd' }] },
  })
  const held = await store.assets(operator, 'library:c', { first: 9 })
  expect(held.items.map(({ name }) => name)).toEqual(['file-0.nrrd', 'file-1.nrrd', 'file-2.nrrd'])

  const other = await openCatalogue()
  const plain = things.map(({ files: _, ...thing }) => thing)
  await other.harvest({ connector: thingsOf(plain, { streamed: 3 }), options })
  const louderToo = thingsOf(plain, { streamed: 3, map: { thing: louder } })
  expect(await remap(other.store, louderToo)).toMatchObject({
    fields: [{ field: 'title', records: 3 }],
  })
  const kept = await other.store.assets(operator, 'library:a', { first: 9 })
  expect(kept.total).toBe(3)
})

test('remap: more assets than one page of them are all compared', async () => {
  const { store, harvest } = await openCatalogue()
  const many = [
    { id: 'few', title: 'Few', files: 1 },
    { id: 'many', title: 'Many', files: 450 },
    { id: 'none', title: 'None', files: 0 },
  ]
  await harvest({ connector: thingsOf(many), options })
  expect(await remap(store, thingsOf(many), { apply: false })).toMatchObject({ changed: 0 })
  const lastGone = thingsOf(many, {
    map: { thing: (row) => mapThing({ ...row, files: Math.min(row.files ?? 0, 449) }) },
  })
  expect(await remap(store, lastGone, { apply: false })).toMatchObject({ changed: 1 })
})

test('remap: what a row states of visibility holds at once, within the rights of its scope', async () => {
  const { store, harvest } = await openCatalogue()
  const scoped = { scope: 'project', rights: { discover: ['public'], retrieve: ['lab'] } }
  await harvest({ connector: thingsOf(things, scoped), options })
  const shy = (row: z.infer<typeof ThingRow>): Mapped => {
    const { record } = mapThing(row)
    const visibility = row.id === 'a' ? { discover: ['lab'], retrieve: ['lab'] } : null
    return { record: { ...record, visibility } }
  }
  const report = await remap(store, thingsOf(things, { ...scoped, map: { thing: shy } }))
  expect(report).toMatchObject({ fields: [{ field: 'visibility', records: 1 }] })
  expect(report.examples[0]?.fields[0]).toEqual({
    field: 'visibility',
    before: null,
    after: { discover: ['lab'], retrieve: ['lab'] },
  })
  const shown = await store.records(anonymous, ['library:a', 'library:b'])
  expect(shown.map((record) => record?.id ?? null)).toEqual([null, 'library:b'])
  expect(shown[1]?.visibility.retrieve).toEqual(['lab'])
})

test('remap: words of a vocabulary that has grown are taken in', async () => {
  const { store, harvest } = await openCatalogue()
  const termed = (row: z.infer<typeof ThingRow>): Mapped => {
    const { record } = mapThing(row)
    const raw = { label: 'ca1 field', termId: null, raw: 'ca1 field', origin: 'STATED' as const }
    return { record: { ...record, structure: [raw] } }
  }
  const connector = thingsOf(things, { map: { thing: termed } })
  await harvest({ connector, options })
  const vocabulary = createVocabulary([
    { termId: 'X:1', facet: 'structure', label: 'field CA1', synonyms: ['ca1 field'], parents: [] },
  ])
  const report = await remap(store, connector, { vocabulary })
  expect(report).toMatchObject({ changed: 3, fields: [{ field: 'structure', records: 3 }] })
  const [record] = await store.records(operator, ['library:a'])
  expect(record?.structure).toMatchObject([{ termId: 'X:1', label: 'field CA1' }])
})

test('remap: parents and identities come out as the mapping says now', async () => {
  const { store, harvest } = await openCatalogue()
  await harvest({ connector: thingsOf(things), options })
  await harvest({
    connector: thingsOf([{ id: 'same', title: 'The same', doi: '10.1234/other' }]),
    options,
    source: 'other',
  })
  const moved = (row: z.infer<typeof ThingRow>): Mapped => {
    const { record } = mapThing(row)
    if (row.id !== 'b') return { record }
    return { record: { ...record, parents: ['c'], sameAs: ['10.1234/other'] } }
  }
  await remap(store, thingsOf(things, { map: { thing: moved } }))
  const children = await store.childrenOf(operator, ['library:a', 'library:c'], { first: 9 })
  expect(children.map(({ items }) => items.map(({ id }) => id))).toEqual([[], ['library:b']])
  const [same] = await store.sameRecordsOf(operator, ['library:b'], 9)
  expect(same?.map(({ id }) => id)).toEqual(['other:same'])
})

test('remap: at most ten examples, of which each way to differ has some', async () => {
  const { store, harvest } = await openCatalogue()
  const many = Array.from({ length: 60 }, (_, at) => ({ id: `t${at}`, title: `Thing ${at}` }))
  await harvest({ connector: thingsOf(many), options })
  const mapping = (row: z.infer<typeof ThingRow>): Mapped => {
    const { record } = mapThing(row)
    const isLast = row.id === 't59'
    return { record: { ...record, ...(isLast ? { description: 'new' } : { title: 'new' }) } }
  }
  const report = await remap(store, thingsOf(many, { map: { thing: mapping } }), { apply: false })
  expect(report.fields).toEqual([
    { field: 'title', records: 59 },
    { field: 'description', records: 1 },
    { field: 'quality', records: 1 },
  ])
  expect(report.examples.map(({ id }) => id)).toEqual([
    'library:t0',
    'library:t1',
    'library:t2',
    'library:t59',
  ])
})
