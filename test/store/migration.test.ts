import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { anonymous } from '../../src/model/index.ts'
import { openStore, type RegisteredSource } from '../../src/store/index.ts'
import { applicationId, migrations } from '../../src/store/sqlite/schema.ts'
import { asset, harvest, put, replay, source, tempFolder } from './samples.ts'

/** Brings the rows of a catalogue into a file as it was before mirrors were looked for. */
async function olderCatalogue(path: string, newer: string): Promise<void> {
  const before = migrations.findIndex((sql) => sql.includes('ADD COLUMN place'))
  const database = new DatabaseSync(path)
  for (const sql of migrations.slice(0, before)) database.exec(sql)
  database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${before}`)
  database.exec('PRAGMA foreign_keys = OFF')
  database.prepare('ATTACH ? AS newer').run(newer)
  for (const table of ['meta', 'visibility', 'source', 'harvest', 'record', 'asset', 'outbox']) {
    const columns = database.prepare(`SELECT name FROM pragma_table_info(?)`).all(table)
    const names = columns.map(({ name }) => `"${name}"`).join(', ')
    database.exec(`INSERT OR REPLACE INTO main.${table} (${names})
      SELECT ${names} FROM newer.${table}`)
  }
  database.close()
}

test('a catalogue of before mirrors: finds them in what it held, and a harvest of the same writes nothing', async () => {
  const folder = tempFolder()
  const newer = join(folder.path, 'newer.db')
  const path = join(folder.path, 'catalogue.db')
  const checksum = { algorithm: 'MD5', value: 'aabb', source: 'manifest' } as const
  const a = put(
    'a',
    { sameAs: ['10.1234/ABC'] },
    {
      assets: [
        asset('by sum', { checksum }),
        asset('by place', { locator: 's3://atlas-data/k' }),
        asset('by name'),
      ],
    },
  )
  const b = put(
    'b',
    { source: 'two', sameAs: ['https://doi.org/10.1234/abc'] },
    {
      assets: [
        asset('sum', { checksum, locator: 'https://m.example.org/1' }),
        asset('place', { locator: 'https://atlas-data.s3.eu-west-1.amazonaws.com/k' }),
        asset('by name', { locator: 'https://m.example.org/2' }),
      ],
    },
  )
  const first = openStore(newer, 'write')
  await first.configureSources([source('one'), source('two')])
  await harvest(first, [a])
  await harvest(first, [b], {}, 'two')
  await first.close()
  await olderCatalogue(path, newer)

  const store = openStore(path, 'write')
  const { items } = await store.assets(anonymous, 'one:a', { first: 10 })
  const found = await store.mirrorsOf(anonymous, items)
  expect(found.map((each) => each.map(({ name }) => name))).toEqual([
    ['sum'],
    ['place'],
    ['by name'],
  ])
  expect(await harvest(store, [a])).toMatchObject({ seen: 1, written: 0, unchanged: 1 })
  await store.close()
  folder.remove()
})

test('a catalogue of before identities: has those of all its records, and its index is told of them', async () => {
  const folder = tempFolder()
  const newer = join(folder.path, 'newer.db')
  const path = join(folder.path, 'catalogue.db')
  const sum = { algorithm: 'SHA256', value: 'aabb', source: 'manifest' } as const
  const inLab = { discover: ['lab'], retrieve: [] }
  const steps = {
    one: [
      put('a', { sameAs: ['10.1234/ABC'] }),
      put('hidden', { sameAs: ['10.1234/abc', 'DANDI:1'], visibility: inLab }),
      put('none'),
    ],
    two: [
      put(
        'b',
        { source: 'two', sameAs: ['doi:10.1234/abc'] },
        { assets: [asset('x', { checksum: sum })] },
      ),
      put('c', { source: 'two', sameAs: ['DANDI:1'] }),
    ],
    three: [put('d', { source: 'three' }, { assets: [asset('y', { checksum: sum })] })],
  }
  const first = openStore(newer, 'write')
  await first.configureSources(Object.keys(steps).map((id) => source(id)))
  for (const [from, writes] of Object.entries(steps)) await harvest(first, writes, {}, from)
  const expected = await replay(first)
  const position = await first.position()
  await first.close()
  await olderCatalogue(path, newer)

  const store = openStore(path, 'write')
  expect(await replay(store)).toEqual(expected)
  const identity = (id: string) => expected.get(id)?.identity
  expect(identity('one:a')).toBe(identity('three:d'))
  expect(identity('one:hidden')).not.toBe(identity('one:a'))
  const told = (await store.changes(position, 100)).map(({ id }) => id)
  expect(told.sort()).toEqual(['one:a', 'one:hidden', 'three:d', 'two:b', 'two:c'])
  await store.close()
  // Worked out once: who opens it again is told of nothing.
  const again = openStore(path, 'write')
  expect(await again.position()).toBe(position + told.length)
  expect(await harvest(again, steps.one)).toMatchObject({ written: 0, unchanged: 3 })
  await again.close()
  folder.remove()
})

test('identifiers and looks at links go from the file with their record', async () => {
  const folder = tempFolder()
  const path = join(folder.path, 'catalogue.db')
  const store = openStore(path, 'write')
  await store.configureSources([source('one')])
  await harvest(store, [put('a', { sameAs: ['10.1234/abc'] }, { assets: [asset('x')] })])
  const [found] = (await store.assets(anonymous, 'one:a', { first: 1 })).items
  const key = found?.key ?? ''
  const at = '2026-05-01T00:00:00Z'
  await store.saveLinkChecks([{ record: 'one:a', key, at, verdict: 'GONE' }])
  const rows = () => {
    const database = new DatabaseSync(path, { readOnly: true })
    const counts = ['identity', 'identity_key', 'identified', 'link_check'].map(
      (table) => database.prepare(`SELECT count(*) AS rows FROM ${table}`).get()?.rows,
    )
    database.close()
    return counts
  }
  expect(rows()).toEqual([1, 1, 1, 1])
  await harvest(store, [{ do: 'gone', nativeId: 'a', proof: 'status 410' }])
  expect(rows()).toEqual([0, 0, 0, 0])
  await store.close()
  folder.remove()
})

test('a catalogue of before owners: keeps its audit, sources, harvests and rejected rows as they are', async () => {
  const folder = tempFolder()
  const path = join(folder.path, 'catalogue.db')
  const before = migrations.findIndex((sql) => sql.includes('registered_source'))
  const database = new DatabaseSync(path)
  // What the file's rows of before were filled with: there are none yet.
  for (const name of ['place_of', 'sum_of', 'global_identifier'])
    database.function(name, (_) => null)
  for (const sql of migrations.slice(0, before)) database.exec(sql)
  database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${before}`)
  const json = JSON.stringify(put('a').record)
  database.exec(`
    INSERT INTO meta VALUES ('installation-key', 'k');
    INSERT INTO visibility VALUES (1, '["public"]', '["public"]');
    INSERT INTO source (key, id, type, title, discover, configured, state, harvested_at)
      VALUES (1, 'one', 'example', 'One', '["public"]', 1, 'READY', '2026-05-01T00:01:00Z');
    INSERT INTO harvest (key, id, source, state, is_full, started_at, seen, rejected, records_before, complete)
      VALUES (1, 'h', 1, 'PARTIAL', 1, '2026-05-01T00:00:00Z', 2, 1, 0, 1);
    INSERT INTO quarantine (harvest, native_id, entity, partition, reason, row)
      VALUES (1, 'b', 'thing', 'all', 'expected string', '{}');
    INSERT INTO record (id, source, native_id, kind, entity, partition, visibility, hash, harvest,
        written_at, json, row)
      VALUES ('one:a', 1, 'a', 'DATASET', 'thing', 'all', 1, 'a Record a', 1, '2026-05-01T00:00:30Z',
        '${json}', '{"nativeId":"a"}');
    INSERT INTO outbox (record) VALUES (1);
    INSERT INTO audit (at, source, harvest, action, detail) VALUES
      ('2026-05-01T00:00:00Z', 1, NULL, 'visibility', '{"discover":["public"]}'),
      ('2026-05-02T00:00:00Z', 1, 1, 'gone', '{"nativeId":"c"}'),
      ('2026-05-03T00:00:00Z', 1, NULL, 'opened', '{"subject":"ann","dollars":0.5}'),
      ('2026-05-04T00:00:00Z', 1, NULL, 'opened', '{"subject":null,"dollars":1}');
  `)
  database.close()

  const store = openStore(path, 'write')
  const { entries } = await store.audit({ sources: ['one'], first: 10, before: null })
  expect(entries.map(({ action, by, at }) => [action, by, at.slice(0, 10)])).toEqual([
    ['opened', null, '2026-05-04'],
    ['opened', 'ann', '2026-05-03'],
    ['gone', null, '2026-05-02'],
    ['visibility', null, '2026-05-01'],
  ])
  expect(entries[1]).toMatchObject({ source: 'one', detail: { subject: 'ann', dollars: 0.5 } })
  expect(await store.sources(anonymous)).toMatchObject([
    { id: 'one', origin: 'file', owners: [], state: 'READY', records: 1, lastHarvest: 'h' },
  ])
  const [run] = await store.harvestsById(anonymous, ['h'])
  expect(run).toMatchObject({ kind: 'HARVEST', rejected: 1 })
  // When they were rejected is known to their run.
  const began = '2026-05-01T00:00:00Z'
  expect(await store.rejections(anonymous, 'h', 5)).toMatchObject([
    { nativeId: 'b', reason: 'expected string', firstAt: began, lastAt: began, times: 1 },
  ])
  // Of what it did to records nothing was kept, nor whether a rejected row can be mapped again.
  const changes = { change: null, first: 5, after: null }
  expect((await store.harvestChanges('h', changes)).total).toBe(0)
  expect(await store.rejectedRows('one', 0, 5)).toEqual([])
  expect(await store.keptRows('one', 0, 5)).toMatchObject([{ nativeId: 'a', hash: 'a Record a' }])
  expect(await store.sourceQuality('one')).toMatchObject({ records: 1, score: 1 })
  await store.configureSources([source('one')])
  const next = await harvest(store, [put('a', { title: 'New' }), put('d')])
  const told = (await store.harvestChanges(next.id, changes)).changes
  expect(told.map(({ change, nativeId }) => [change, nativeId])).toEqual([
    ['ADDED', 'd'],
    ['CHANGED', 'a'],
  ])
  expect((await store.keptRows('one', 0, 5)).map(({ nativeId }) => nativeId)).toEqual(['a', 'd'])
  await store.close()
  folder.remove()
})

test('a catalogue of before revisions: has its registered sources as they were, all at the first one', async () => {
  const folder = tempFolder()
  const path = join(folder.path, 'catalogue.db')
  const before = migrations.findIndex((sql) => sql.includes('ADD COLUMN revision'))
  const database = new DatabaseSync(path)
  for (const name of ['place_of', 'sum_of', 'global_identifier'])
    database.function(name, (_) => null)
  for (const sql of migrations.slice(0, before)) database.exec(sql)
  database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${before}`)
  database.exec(`
    INSERT INTO meta VALUES ('installation-key', 'k');
    INSERT INTO visibility VALUES (1, '["public"]', '["public"]');
    INSERT INTO source (key, id, type, title, discover, configured, state, origin, owners)
      VALUES (1, 'mine', 'example', 'Mine', '["public"]', 1, 'PENDING', 'api', '["ann"]');
    INSERT INTO registered_source (id, type, title, options, owners, discover, approved_at, paused, registered_at)
      VALUES ('mine', 'example', 'Mine', '{"limit":5}', '["ann"]', '["public"]',
        '2026-05-01T00:01:00Z', 0, '2026-05-01T00:00:00Z');
  `)
  database.close()

  const store = openStore(path, 'write')
  const [kept] = await store.registeredSources()
  expect(kept).toMatchObject({ id: 'mine', approvedAt: '2026-05-01T00:01:00Z', revision: 1 })
  const { id, type, title, homepage, schedule, owners, discover, visibility } =
    kept as RegisteredSource
  const changed = { id, type, title, homepage, schedule, owners, discover, visibility }
  await store.replaceSource(
    { ...changed, options: { limit: 6 }, staleAfterSeconds: null },
    { needsApproval: true, by: 'ann' },
  )
  await expect(store.approveSource('mine', 'operator', 1)).rejects.toMatchObject({
    code: 'CONFLICT',
  })
  await store.removeSource('mine', { confirmRecords: 0, by: 'ann' })
  const again = await store.registerSource(
    { ...changed, options: {}, staleAfterSeconds: null },
    'ann',
  )
  expect(again.revision).toBe(3)
  await store.close()
  folder.remove()
})
