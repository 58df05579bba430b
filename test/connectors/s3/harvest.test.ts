import { expect, test } from 'vitest'
import { faces } from '../../../connectors/s3/sample/bids.ts'
import { objectsOf } from '../../../connectors/s3/sample/objects.ts'
import { sampleLogin } from '../../../connectors/s3/standin.ts'
import { Interruption } from '../../../src/harvest/index.ts'
import type { StoredAsset } from '../../../src/store/index.ts'
import { filesHold } from '../../harvest/catalogue.ts'
import { bucket, description, objects, world } from './world.ts'

const place = { bucket: 'data' }
const outcome = ({ state, error, seen, written, rejected }: Record<string, unknown>) => ({
  state,
  error,
  seen,
  written,
  rejected,
})
const succeeded = { state: 'SUCCEEDED', error: null, rejected: 0 }

/** `count` files, of which each says its number. */
function files(count: number, more: Record<string, string | number> = {}) {
  const numbered = Array.from(
    { length: count },
    (_, at) => [`sub-${String(at).padStart(4, '0')}.nii.gz`, at + 1] as const,
  )
  return objects({ ...Object.fromEntries(numbered), ...more })
}

test('s3: a prefix with nothing below it removes nothing', async () => {
  const { harvest, ids, service } = await world([
    bucket(objects({ 'a/x.csv': 1 })),
    { name: 'void', isPublic: true, keys: [sampleLogin], objects: [] },
  ])
  await harvest([{ ...place, prefix: 'a/' }])
  const run = await harvest([{ ...place, prefix: 'b/' }, { bucket: 'void' }])
  expect([run.state, run.removed, await ids()]).toEqual(['PARTIAL', 0, ['s3://data/a/']])
  expect(service.largeReads).toEqual([])
})

test('s3: a bucket whose readers pay is refused without that word, and the reason says so', async () => {
  const { harvest } = await world([bucket(files(3), { requesterPays: true, isPublic: false })])
  const run = await harvest([place])
  expect(run).toMatchObject({ state: 'FAILED', error: 'SOURCE_FORBIDDEN' })
  expect(run.message).toMatch(/pay/i)
})

test('s3: a bucket whose readers pay gives assets that say region and payer, and every request is charged', async () => {
  const { harvest, record, assets, service } = await world([
    bucket(files(3), { requesterPays: true, isPublic: false, region: 'eu-west-1' }),
  ])
  const run = await harvest([{ ...place, region: 'eu-west-1', requesterPays: true }])
  expect(outcome({ ...run })).toMatchObject(succeeded)
  expect(await record('s3://data/')).toMatchObject({
    access: 'REQUESTER_PAYS',
    accessNote: expect.stringContaining('eu-west-1'),
  })
  const [first] = await assets('s3://data/')
  expect(first).toMatchObject({
    locator: 's3://data/sub-0000.nii.gz',
    region: 'eu-west-1',
    payer: 'CALLER',
  })
  expect(service.charges.length).toBe(service.requests.length)
  expect(run.spent).toBeGreaterThan(0)
})

test('s3: a harvest stops before it costs more than it may, and removes nothing', async () => {
  const { harvest, ids, service } = await world([bucket(files(50), { requesterPays: true })])
  // A listing costs 0.000005 dollars and a little for its bytes: so much for two of them.
  const run = await harvest([{ ...place, requesterPays: true }], {
    limits: { pageSize: 5 },
    maxCost: 0.000_02,
  })
  expect(run).toMatchObject({ state: 'FAILED', error: 'BUDGET_EXCEEDED', removed: 0 })
  expect(service.requests.length).toBeLessThanOrEqual(4)
  expect(run.spent).toBeLessThanOrEqual(0.000_02)
  expect(await ids()).toEqual([])
})

test('s3: a second harvest with nothing changed costs the listing and nothing else', async () => {
  const { harvest, asked } = await world([
    bucket([
      ...objectsOf('ds/', faces),
      ...files(40).map((one) => ({ ...one, key: `other/${one.key}` })),
    ]),
  ])
  const limits = { pageSize: 10, keysAhead: 1_000 }
  const both = [
    { ...place, prefix: 'ds' },
    { ...place, prefix: 'other' },
  ]
  const first = await harvest(both, { limits })
  expect(outcome({ ...first })).toMatchObject({ ...succeeded, seen: 3, written: 3 })
  expect(asked().some((one) => one.startsWith('GET'))).toBe(true)
  const second = await harvest(both, { limits })
  expect(outcome({ ...second })).toMatchObject({ ...succeeded, seen: 3, written: 0 })
  expect(asked().filter((one) => !one.startsWith('LIST'))).toEqual([])
})

test('s3: a file that changed far behind the keys looked at first is told, and nothing is read for it', async () => {
  const many = files(1_200)
  const lazy = { count: 1_200, at: (index: number) => many[index] ?? { key: '' } }
  const { harvest, record, asked } = await world([bucket(lazy)])
  const limits = { keysAhead: 1_000, pageSize: 200 }
  await harvest([place], { limits })
  const before = await record('s3://data/')
  many[1_150] = { key: 'sub-1150.nii.gz', size: 0 }
  asked()
  const run = await harvest([place], { limits })
  expect([run.state, run.written]).toEqual(['SUCCEEDED', 1])
  expect(await record('s3://data/')).toMatchObject({
    assetCount: 1_200,
    totalBytes: (before.totalBytes ?? 0) - 1_151,
  })
  expect(asked().filter((one) => !one.startsWith('LIST'))).toEqual([])
})

test('s3: operators change what they assume, and the record follows though no file changed', async () => {
  const { harvest, record } = await world([bucket(files(3))])
  await harvest([{ ...place, assumed: { license: 'CC0' } }])
  await harvest([{ ...place, assumed: { license: 'CC-BY-4.0', species: 'mouse' } }])
  expect(await record('s3://data/')).toMatchObject({
    license: { spdx: 'CC-BY-4.0' },
    species: [{ label: 'Mus musculus', origin: 'ASSUMED' }],
  })
})

test('s3: an interrupted harvest goes on behind its last page, in the middle of a dataset inside another', async () => {
  const objects_ = [
    ...objectsOf('ds/', faces),
    ...files(60).map((one) => ({ ...one, key: `ds/derivatives/meg_derivatives/${one.key}` })),
  ]
  const whole = await world([bucket(objects_)])
  const limits = { pageSize: 20, keysAhead: 1_000 }
  const nested = [{ ...place, prefix: 'ds' }]
  await whole.harvest(nested, { limits })
  const { harvest, ids, assets, asked, store } = await world([bucket(objects_)])
  let runs = 0
  for (let state = 'RUNNING'; state === 'RUNNING'; runs++) {
    const stop = new AbortController()
    // Each run dies after two more of its checkpoints.
    let written = 0
    const dying = new Proxy(store, {
      get(target, name) {
        const value = Reflect.get(target, name)
        if (name !== 'apply') return typeof value === 'function' ? value.bind(target) : value
        return async (...args: Parameters<typeof store.apply>) => {
          const run = await target.apply(...args)
          if (args[2].some((step) => step.do === 'checkpoint') && ++written === 2) {
            stop.abort(new Interruption())
          }
          return run
        }
      },
    })
    state = (await harvest(nested, { limits, signal: stop.signal, store: dying })).state
  }
  expect(runs).toBeGreaterThan(3)
  const own = (all: readonly StoredAsset[]) => all.map(({ record: _, ...asset }) => asset)
  expect(await ids()).toEqual(await whole.ids())
  for (const id of await ids()) expect(own(await assets(id))).toEqual(own(await whole.assets(id)))
  expect(asked().filter((one) => one.endsWith('.gz'))).toEqual([])
}, 60_000)

test('s3: keys of the service reach neither catalogue nor its files', async () => {
  const { harvest, folder } = await world([bucket(files(3), { isPublic: false })])
  const run = await harvest([place])
  expect(run.state).toBe('SUCCEEDED')
  expect(await filesHold(folder, sampleLogin.secretAccessKey)).toBe(false)
  expect(await filesHold(folder, sampleLogin.accessKeyId)).toBe(false)
})

test('s3: keys that were left by a login are used in place of the configured ones', async () => {
  const { harvest } = await world([bucket(files(3), { isPublic: false })])
  const tokens = { get: async () => JSON.stringify(sampleLogin), replace: async () => true }
  expect((await harvest([place], { credentials: null, tokens })).state).toBe('SUCCEEDED')
  const broken = { get: async () => 'no keys', replace: async () => true }
  expect((await harvest([place], { credentials: null, tokens: broken })).error).toBe('NEEDS_LOGIN')
})

test('s3: a public bucket is read without keys, and is open', async () => {
  const { harvest, record } = await world([bucket(files(3))])
  await harvest([place], { credentials: null })
  expect(await record('s3://data/')).toMatchObject({ access: 'OPEN', accessNote: null })
})

test('s3: odd keys and keys that no URL can carry are all told', async () => {
  const odd = [
    'a b+c%2F.csv',
    'ä/ö?x=1#y.csv',
    "it's (1)!*.csv",
    'a//b.csv',
    '0/../up.csv',
    '\u{1F9E0}.csv',
    '\uFFFD.csv',
  ]
  const { harvest, assets } = await world([
    bucket(objects(Object.fromEntries(odd.map((key) => [key, 1])))),
  ])
  const run = await harvest([place], { limits: { pageSize: 2 } })
  expect(outcome({ ...run })).toMatchObject(succeeded)
  expect((await assets('s3://data/')).map(({ name }) => name).sort()).toEqual([...odd].sort())
})

test('s3: each folder is a dataset where the operator says so, and one that went is removed', async () => {
  const folders = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ key: `${name}/x.csv`, size: 1 }))
  const { harvest, ids } = await world([bucket(folders)])
  await harvest([{ ...place, datasets: 'folders' }])
  expect((await ids()).length).toBe(6)
  folders.splice(0)
  const run = await harvest([{ ...place, datasets: 'folders' }])
  expect([run.state, run.removed]).toEqual(['SUCCEEDED', 0])
})

test('s3: an archived file is told as archived and never read', async () => {
  const { harvest, record, assets, service } = await world([
    bucket([
      { key: 'dataset_description.json', body: description(), storageClass: 'GLACIER' },
      { key: 'sub-01/anat/sub-01_T1w.nii.gz', size: 9, storageClass: 'DEEP_ARCHIVE' },
    ]),
  ])
  await harvest([place])
  expect(await record('s3://data/')).toMatchObject({
    availability: 'ARCHIVED',
    fields: expect.arrayContaining([
      expect.objectContaining({ raw: 'dataset_description.json is archived' }),
    ]),
  })
  expect(
    (await assets('s3://data/')).every(({ availability }) => availability === 'ARCHIVED'),
  ).toBe(true)
  expect(service.requests.some(({ path }) => path.endsWith('.json'))).toBe(false)
})

test('s3: a bucket that gives no grant, and one that is not there, do not keep others from being read', async () => {
  const { harvest, ids } = await world([
    { name: 'closed', keys: [], objects: files(3) },
    bucket(files(3)),
  ])
  const run = await harvest([{ bucket: 'closed' }, { bucket: 'not-there' }, place])
  expect([run.state, run.removed, await ids()]).toEqual(['PARTIAL', 0, ['s3://data/']])
})
