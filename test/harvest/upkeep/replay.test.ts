import { expect, test } from 'vitest'
import { z } from 'zod'
import { anonymous, operator } from '../../../src/model/index.ts'
import { contents, openCatalogue } from '../catalogue.ts'
import { assetOf, mapThing, options, remap, replay, ThingRow, thingsOf } from './kept.ts'

const things = [
  { id: 'a', title: 'First' },
  { id: 'b', title: 'Second' },
  { id: 'c', title: 'Third' },
]
/** A mapping that cannot do with some rows. */
const failing = (...ids: string[]) => ({
  thing: (row: z.infer<typeof ThingRow>) => {
    if (ids.includes(row.id)) throw new TypeError('not this one')
    return mapThing(row)
  },
})

test('replay: an unknown source is not found, and one that is being harvested is a conflict', async () => {
  const { store } = await openCatalogue()
  const asked = replay(store, thingsOf(things), { source: 'nowhere' })
  await expect(asked).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await store.beginHarvest('library', { full: false, owner: 'elsewhere:1:x', leaseSeconds: 60 })
  await expect(replay(store, thingsOf(things))).rejects.toMatchObject({ code: 'CONFLICT' })
})

test('replay: after a fix the rejected rows become records and leave the quarantine', async () => {
  const { store, harvest } = await openCatalogue()
  const run = await harvest({ connector: thingsOf(things, { map: failing('a', 'b') }), options })
  expect(run).toMatchObject({ state: 'PARTIAL', rejected: 2 })
  const half = await replay(store, thingsOf(things, { map: failing('b') }))
  expect(half).toMatchObject({ rows: 2, accepted: 1, rejected: 1, unreadable: 0 })
  expect(half.rejections).toMatchObject([{ nativeId: 'b', entity: 'thing' }])
  expect(await store.rejections(operator, run.id, 9)).toMatchObject([{ nativeId: 'b' }])
  const whole = await replay(store, thingsOf(things))
  expect(whole).toMatchObject({ rows: 1, accepted: 1, rejected: 0, unreadable: 0 })
  expect(Object.keys(await contents(store))).toEqual(['library:a', 'library:b', 'library:c'])
  expect(await replay(store, thingsOf(things))).toMatchObject({ rows: 0, accepted: 0 })
})

test('replay: what came of it is what a harvest makes of it, which then has nothing to do', async () => {
  const { store, harvest } = await openCatalogue()
  const fresh = await openCatalogue()
  const rows = [{ id: 'a', title: 'First', files: 2, doi: '10.1234/a' }, ...things.slice(1)]
  await harvest({ connector: thingsOf(rows, { map: failing('a') }), options })
  await replay(store, thingsOf(rows))
  await fresh.harvest({ connector: thingsOf(rows), options })
  expect(await contents(store)).toEqual(await contents(fresh.store))
  const again = await harvest({ connector: thingsOf(rows), options })
  expect(again).toMatchObject({ written: 0, unchanged: 3, rejected: 0, state: 'SUCCEEDED' })
})

test('replay: a run of its own kind, in the audit, that leaves the state of the source alone', async () => {
  const { store, harvest } = await openCatalogue()
  await harvest({ connector: thingsOf(things, { map: failing('a') }), options })
  const [before] = await store.sources(operator)
  await replay(store, thingsOf(things))
  const [after] = await store.sources(operator)
  expect(after).toEqual({ ...before, records: 3 })
  const [run] = (await store.harvests(operator, 'library', { first: 1 })).items
  expect(run).toMatchObject({ kind: 'REPLAY', state: 'SUCCEEDED', written: 1, removed: 0 })
  const { entries } = await store.audit({ sources: ['library'], first: 9, before: null })
  expect(entries.filter(({ action }) => action === 'quarantine.replayed')).toMatchObject([
    { by: 'somebody', detail: { harvest: run?.id } },
  ])
})

test('replay: rows that failed their shape are not kept, and are told', async () => {
  const { store, harvest } = await openCatalogue()
  const rows = [...things, { id: 'd', title: 7 }, { id: 'e', title: 8 }]
  await harvest({ connector: thingsOf(rows, { map: failing('a') }), options })
  const report = await replay(store, thingsOf(rows))
  expect(report).toMatchObject({ rows: 1, accepted: 1, rejected: 0, unreadable: 2 })
  expect(await replay(store, thingsOf(rows))).toMatchObject({ rows: 0, unreadable: 2 })
})

test('replay: a row stands under the rights of its scope, as it did when it was read', async () => {
  const { store, harvest } = await openCatalogue()
  const scoped = { scope: 'secret', rights: { discover: ['lab'], retrieve: ['lab'] } }
  await harvest({ connector: thingsOf(things, { ...scoped, map: failing('a') }), options })
  expect(await replay(store, thingsOf(things, scoped))).toMatchObject({ accepted: 1 })
  expect(await store.records(anonymous, ['library:a'])).toEqual([null])
  const [record] = await store.records(operator, ['library:a'])
  expect(record?.visibility).toEqual(scoped.rights)
})

test('replay: a record whose assets are streamed is read anew by the next harvest', async () => {
  const { store, harvest } = await openCatalogue()
  const streamed = { streamed: 2, etag: 'one' }
  await harvest({ connector: thingsOf(things, { ...streamed, map: failing('a') }), options })
  await replay(store, thingsOf(things, streamed))
  const known = await store.known('library', ['a', 'b'])
  expect(known).toEqual([{ etag: null }, { etag: 'one' }])
  await harvest({ connector: thingsOf(things, streamed), options })
  const held = await store.assets(operator, 'library:a', { first: 9 })
  expect(held.items.map(({ name }) => name)).toEqual([assetOf('a', 0).name, assetOf('a', 1).name])
})

test('replay: a row that is not a record of its own any more leaves the quarantine, and nothing comes of it', async () => {
  const { store, harvest } = await openCatalogue()
  await harvest({ connector: thingsOf(things, { map: failing('a') }), options })
  const dropping = thingsOf(things, {
    map: { thing: (row) => (row.id === 'a' ? null : mapThing(row)) },
  })
  const report = await replay(store, dropping)
  expect(report).toMatchObject({ rows: 1, accepted: 0, rejected: 0 })
  expect(await replay(store, dropping)).toMatchObject({ rows: 0 })
})

test('replay: only what the newest harvest rejected counts, whatever ran besides', async () => {
  const { store, harvest } = await openCatalogue()
  await harvest({ connector: thingsOf(things, { map: failing('a', 'b') }), options })
  await harvest({ connector: thingsOf(things, { map: failing('b') }), options })
  await remap(store, thingsOf(things, { map: failing('c') }))
  expect(await replay(store, thingsOf(things))).toMatchObject({ rows: 1, accepted: 1 })
})

test('replay: a row that is rejected again is told with the reason of today, and no value', async () => {
  const { store, harvest } = await openCatalogue()
  const run = await harvest({ connector: thingsOf(things, { map: failing('a') }), options })
  const told = () => store.rejections(operator, run.id, 9)
  const [before] = await told()
  expect(before).toMatchObject({ path: null, reason: expect.stringContaining('TypeError') })
  const untitled = thingsOf(things, {
    map: { thing: (row) => ({ record: { ...mapThing(row).record, title: '' }, assets: [] }) },
  })
  expect(await replay(store, untitled)).toMatchObject({ accepted: 0, rejected: 1 })
  const [after] = await told()
  expect(after).toMatchObject({ path: 'record.title', firstAt: before?.firstAt, times: 2 })
  expect(after?.reason).toMatch(/^as mapped: expected /)
  const stricter = thingsOf(things, { rows: { thing: ThingRow.extend({ doi: z.string() }) } })
  await replay(store, stricter)
  expect(await told()).toMatchObject([{ path: 'doi', times: 3 }])
  expect(JSON.stringify(await told())).not.toContain('First')
  // Whatever was said of it, it can be mapped again.
  expect(await replay(store, thingsOf(things))).toMatchObject({ rows: 1, accepted: 1 })
  expect(await told()).toEqual([])
})

test('replay: a row that a stricter shape refuses stays rejected, and kept', async () => {
  const { store, harvest } = await openCatalogue()
  const strict = thingsOf(things, {
    rows: { thing: ThingRow.extend({ doi: z.string().optional() }) },
    map: failing('c'),
  })
  await harvest({ connector: strict, options })
  const stricter = thingsOf(things, { rows: { thing: ThingRow.extend({ doi: z.string() }) } })
  const report = await replay(store, stricter)
  expect(report).toMatchObject({ rows: 1, accepted: 0, rejected: 1 })
  expect(report.rejections).toMatchObject([{ nativeId: 'c', path: 'doi' }])
  expect(await replay(store, thingsOf(things))).toMatchObject({ rows: 1, accepted: 1 })
})
